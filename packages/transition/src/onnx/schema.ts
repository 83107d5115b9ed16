/**
 * The part of the ONNX format that is edited here, as a protobufjs descriptor.
 *
 * Field numbers and types are those of onnx.proto (Apache-2.0, the ONNX project contributors). What is carried through
 * unread (functions, sparse tensors, training) is declared as bytes, which has the same wire format as a message.
 */
import protobuf, { type Type } from 'protobufjs/light.js'

const one = (type: string, id: number) => ({ type, id })
const many = (type: string, id: number) => ({ rule: 'repeated', type, id, options: { packed: false } })
const packed = (type: string, id: number) => ({ rule: 'repeated', type, id, options: { packed: true } })

const MESSAGES = {
  Attribute: {
    name: one('string', 1),
    refAttrName: one('string', 21),
    docString: one('string', 13),
    type: one('int32', 20),
    f: one('float', 2),
    i: one('int64', 3),
    s: one('bytes', 4),
    t: one('Tensor', 5),
    g: one('Graph', 6),
    sparseTensor: one('bytes', 22),
    tp: one('bytes', 14),
    floats: many('float', 7),
    ints: many('int64', 8),
    strings: many('bytes', 9),
    tensors: many('Tensor', 10),
    graphs: many('Graph', 11),
    sparseTensors: many('bytes', 23),
    typeProtos: many('bytes', 15),
  },
  ValueInfo: {
    name: one('string', 1),
    type: one('TypeProto', 2),
    docString: one('string', 3),
    metadataProps: many('bytes', 4),
  },
  Node: {
    input: many('string', 1),
    output: many('string', 2),
    name: one('string', 3),
    opType: one('string', 4),
    domain: one('string', 7),
    overload: one('string', 8),
    attribute: many('Attribute', 5),
    docString: one('string', 6),
    metadataProps: many('bytes', 9),
  },
  Model: {
    irVersion: one('int64', 1),
    opsetImport: many('OperatorSet', 8),
    producerName: one('string', 2),
    producerVersion: one('string', 3),
    domain: one('string', 4),
    modelVersion: one('int64', 5),
    docString: one('string', 6),
    graph: one('Graph', 7),
    metadataProps: many('bytes', 14),
    trainingInfo: many('bytes', 20),
    functions: many('bytes', 25),
  },
  OperatorSet: { domain: one('string', 1), version: one('int64', 2) },
  Graph: {
    node: many('Node', 1),
    name: one('string', 2),
    initializer: many('Tensor', 5),
    sparseInitializer: many('bytes', 15),
    docString: one('string', 10),
    input: many('ValueInfo', 11),
    output: many('ValueInfo', 12),
    valueInfo: many('ValueInfo', 13),
    quantizationAnnotation: many('bytes', 14),
    metadataProps: many('bytes', 16),
  },
  Tensor: {
    dims: many('int64', 1),
    dataType: one('int32', 2),
    segment: one('bytes', 3),
    floatData: packed('float', 4),
    int32Data: packed('int32', 5),
    stringData: many('bytes', 6),
    int64Data: packed('int64', 7),
    name: one('string', 8),
    docString: one('string', 12),
    rawData: one('bytes', 9),
    externalData: many('bytes', 13),
    dataLocation: one('int32', 14),
    doubleData: packed('double', 10),
    uint64Data: packed('uint64', 11),
    metadataProps: many('bytes', 16),
  },
  TypeProto: {
    tensorType: one('TensorType', 1),
    sequenceType: one('bytes', 4),
    mapType: one('bytes', 5),
    denotation: one('string', 6),
    sparseTensorType: one('bytes', 8),
    optionalType: one('bytes', 9),
  },
  TensorType: { elemType: one('int32', 1), shape: one('bytes', 2) },
}

// proto2: a zero that is written is not the same as none.
const nested = Object.fromEntries(
  Object.entries(MESSAGES).map(([name, fields]) => [name, { fields, edition: 'proto2' }]),
)

/** The message type that a `.onnx` file holds. */
export const MODEL: Type = protobuf.Root.fromJSON({ nested }).lookupType('Model')
