"""Both models as ONNX: one input `x`, one output `score` [n, 1] in float32, 0 to 1."""
import numpy as np
import onnx
import torch
from onnx import TensorProto, helper


def forest(trees, features, path):
    """Leaves hold the share of damaged among what fell into them, divided by the number of trees; the sum is the score."""
    nodes = {key: [] for key in ("treeids", "nodeids", "featureids", "values", "modes", "truenodeids", "falsenodeids")}
    leaf = {key: [] for key in ("treeids", "nodeids", "ids", "weights")}
    for tree_id, estimator in enumerate(trees.estimators_):
        tree = estimator.tree_
        for node in range(tree.node_count):
            split = tree.children_left[node] >= 0
            nodes["treeids"].append(tree_id)
            nodes["nodeids"].append(node)
            nodes["featureids"].append(int(tree.feature[node]) if split else 0)
            # x is float32: the largest float32 not above the threshold decides the same way.
            nodes["values"].append(float(floor32(tree.threshold[node])) if split else 0.0)
            nodes["modes"].append("BRANCH_LEQ" if split else "LEAF")
            nodes["truenodeids"].append(int(tree.children_left[node]) if split else 0)
            nodes["falsenodeids"].append(int(tree.children_right[node]) if split else 0)
            if not split:
                shares = tree.value[node][0]
                leaf["treeids"].append(tree_id)
                leaf["nodeids"].append(node)
                leaf["ids"].append(0)
                leaf["weights"].append(float(shares[1] / shares.sum() / len(trees.estimators_)))
    ensemble = helper.make_node(
        "TreeEnsembleRegressor", ["x"], ["score"], domain="ai.onnx.ml", n_targets=1, aggregate_function="SUM",
        post_transform="NONE", **{f"nodes_{k}": v for k, v in nodes.items()}, **{f"target_{k}": v for k, v in leaf.items()},
    )
    graph = helper.make_graph(
        [ensemble], "bearing-forest",
        [helper.make_tensor_value_info("x", TensorProto.FLOAT, ["n", features])],
        [helper.make_tensor_value_info("score", TensorProto.FLOAT, ["n", 1])],
    )
    opsets = [helper.make_opsetid("", 13), helper.make_opsetid("ai.onnx.ml", 1)]
    model = helper.make_model(graph, opset_imports=opsets, producer_name="celltwin", ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def floor32(value):
    near = np.float32(value)
    return np.nextafter(near, np.float32(-np.inf)) if near > value else near


def network(net, rows, columns, path):
    torch.onnx.export(
        net, torch.zeros(1, rows, columns), path, input_names=["x"], output_names=["score"], opset_version=13,
        dynamic_axes={"x": {0: "n"}, "score": {0: "n"}},
    )
