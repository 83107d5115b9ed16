"""As much of CUDA as running an engine takes."""
import ctypes

_TO_DEVICE = 1
_TO_HOST = 2


def device_name():
    driver = ctypes.CDLL("libcuda.so.1")
    _check(driver.cuInit(0), "cuInit")
    device = ctypes.c_int()
    _check(driver.cuDeviceGet(ctypes.byref(device), 0), "cuDeviceGet")
    name = ctypes.create_string_buffer(128)
    _check(driver.cuDeviceGetName(name, len(name), device), "cuDeviceGetName")
    return name.value.decode("utf-8")


class DeviceBuffer(object):
    def __init__(self, size):
        self.runtime = ctypes.CDLL("libcudart.so")
        self.size = size
        self._pointer = ctypes.c_void_p()
        _check(self.runtime.cudaMalloc(ctypes.byref(self._pointer), ctypes.c_size_t(size)), "cudaMalloc")

    @property
    def address(self):
        return self._pointer.value

    def write(self, data):
        if len(data) != self.size:
            raise ValueError("the input has %d bytes, must have %d" % (len(data), self.size))
        self._copy(self._pointer, ctypes.c_char_p(data), _TO_DEVICE)

    def read(self):
        data = ctypes.create_string_buffer(self.size)
        self._copy(data, self._pointer, _TO_HOST)
        return data.raw

    def free(self):
        self.runtime.cudaFree(self._pointer)

    def _copy(self, target, source, direction):
        _check(self.runtime.cudaMemcpy(target, source, ctypes.c_size_t(self.size), direction), "cudaMemcpy")


def _check(status, call):
    if status != 0:
        raise RuntimeError("%s failed with CUDA error %d" % (call, status))
