"""TensorRT 8.0 to 8.2, as in JetPack 4.6. Device memory through ctypes: the L4T containers have no pycuda."""
import tensorrt as trt

from .cuda import DeviceBuffer, device_name

WORKSPACE_BYTES = 256 << 20
FLOAT32 = 4


class TensorRtRuntime(object):
    def __init__(self):
        self.logger = trt.Logger(trt.Logger.WARNING)
        self.device = device_name()
        trt.init_libnvinfer_plugins(self.logger, "")

    def describe(self):
        return {"provider": "TensorRT", "runtime": "tensorrt %s" % trt.__version__, "device": self.device}

    def build(self, network_bytes, precision, say):
        builder = trt.Builder(self.logger)
        network = builder.create_network(1 << int(trt.NetworkDefinitionCreationFlag.EXPLICIT_BATCH))
        parser = trt.OnnxParser(network, self.logger)
        if not parser.parse(network_bytes):
            raise ValueError("; ".join(str(parser.get_error(i)) for i in range(parser.num_errors)))
        if network.num_inputs != 1 or network.num_outputs != 1:
            raise ValueError("a network must have one input and one output")
        say("%d layers" % network.num_layers)
        config = builder.create_builder_config()
        # More would have the build killed on a board with 4 GB.
        config.max_workspace_size = WORKSPACE_BYTES
        self._ask_for(precision, builder, config)
        self._fix_free_dims(network.get_input(0), builder, config)
        engine = builder.build_serialized_network(network, config)
        if engine is None:
            raise RuntimeError("TensorRT built no engine; its log says why")
        return bytes(engine)

    @staticmethod
    def _ask_for(precision, builder, config):
        """Refuses what the device would only emulate: the profile would compare nothing."""
        if precision == "fp32":
            return
        if precision == "fp16" and builder.platform_has_fast_fp16:
            config.set_flag(trt.BuilderFlag.FP16)
        elif precision == "int8" and builder.platform_has_fast_int8:
            # The scales are in the network (QDQ); what they do not cover may run in FP16.
            config.set_flag(trt.BuilderFlag.INT8)
            config.set_flag(trt.BuilderFlag.FP16)
        else:
            raise ValueError("this device does not run %s" % precision)

    @staticmethod
    def _fix_free_dims(tensor, builder, config):
        dims = [max(1, dim) for dim in tensor.shape]
        if list(tensor.shape) != dims:
            profile = builder.create_optimization_profile()
            profile.set_shape(tensor.name, dims, dims, dims)
            config.add_optimization_profile(profile)

    def load(self, engine_bytes):
        engine = trt.Runtime(self.logger).deserialize_cuda_engine(engine_bytes)
        if engine is None:
            raise RuntimeError("TensorRT cannot read the engine; its log says why")
        return TensorRtNetwork(engine)


class TensorRtNetwork(object):
    def __init__(self, engine):
        self.engine = engine
        self.context = engine.create_execution_context()
        self.input = 0 if engine.binding_is_input(0) else 1
        self.output = 1 - self.input
        if any(engine.get_binding_dtype(i) != trt.float32 for i in range(2)):
            raise ValueError("input and output must be float32")
        self.input_dims = tuple(max(1, dim) for dim in engine.get_binding_shape(self.input))
        self.context.set_binding_shape(self.input, self.input_dims)
        self.output_dims = tuple(self.context.get_binding_shape(self.output))
        self.buffers = {
            self.input: DeviceBuffer(FLOAT32 * _product(self.input_dims)),
            self.output: DeviceBuffer(FLOAT32 * _product(self.output_dims)),
        }

    def run(self, dims, payload):
        if tuple(dims) != self.input_dims:
            raise ValueError("the engine takes %s, not %s" % (list(self.input_dims), list(dims)))
        self.buffers[self.input].write(payload)
        if not self.context.execute_v2([self.buffers[i].address for i in range(2)]):
            raise RuntimeError("TensorRT did not run the engine; its log says why")
        return self.output_dims, self.buffers[self.output].read()

    def close(self):
        for buffer in self.buffers.values():
            buffer.free()
        self.context = None
        self.engine = None


def _product(dims):
    product = 1
    for dim in dims:
        product *= dim
    return product
