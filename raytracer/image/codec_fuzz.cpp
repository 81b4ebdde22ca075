// Any bytes at all: a whole picture, or a reason.
#include <cstdlib>

#include "raytracer/image/codec.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto image = raypool::decodeImage8({data, size});
    if (!image) {
        if (image.error().empty()) std::abort();
        return 0;
    }
    if (image->width == 0 || image->height == 0 || image->channels != 3) std::abort();
    if (image->data.size() != size_t{image->width} * image->height * 3) std::abort();
    return 0;
}
