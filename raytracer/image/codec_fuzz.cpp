// Any bytes at all: a whole picture, or a reason.
#include <stb_image.h>

#include <cstdlib>

#include "raytracer/image/codec.h"
#include "raytracer/image/jpeg_tables.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    // A few bytes may declare millions of pixels; filling those would be all that a run does.
    int width = 0, height = 0, channels = 0;
    if (raypool::hasSoundJpegTables({data, size}) &&
        stbi_info_from_memory(data, static_cast<int>(size), &width, &height, &channels) && int64_t{width} * height > 1 << 16) {
        return 0;
    }
    const auto image = raypool::decodeImage8({data, size});
    if (!image) {
        if (image.error().empty()) std::abort();
        return 0;
    }
    if (image->width == 0 || image->height == 0 || image->channels != 3) std::abort();
    if (image->data.size() != size_t{image->width} * image->height * 3) std::abort();
    return 0;
}
