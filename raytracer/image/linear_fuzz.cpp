// Any bytes at all as HDR, PFM or EXR: a whole picture, or a reason; never much memory for a small file.
#include <cstdlib>
#include <cstring>
#include <vector>

#include "raytracer/image/codec.h"
#include "raytracer/image/exr.h"

using namespace raypool;

namespace {

void need(bool condition) {
    if (!condition) std::abort();
}

void checkExr(std::span<const uint8_t> file) {
    const auto exr = decodeExr(file);
    if (!exr) return need(!exr.error().empty());
    need(exr->width > 0 && exr->height > 0 && !exr->channels.empty());
    for (const auto& channel : exr->channels) need(channel.values.size() == size_t{exr->width} * exr->height);
    // What was read can be written and comes back as it was, bit for bit (NaN, too).
    if (exr->channels.size() * exr->width * exr->height > 1 << 16) return;
    const auto again = decodeExr(encodeExr(*exr, ExrCompression::kRle));
    if (!again) return;  // names that stand twice or offsets of windows that add up to too much
    for (size_t c = 0; c < exr->channels.size(); ++c)
        need(again->channels[c].values.size() == exr->channels[c].values.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const auto image = decodeImageF({data, size});
    if (image) {
        need(image->width > 0 && image->height > 0 && image->channels == 3);
        need(image->data.size() == size_t{image->width} * image->height * 3);
    } else {
        need(!image.error().empty());
    }
    checkExr({data, size});
    return 0;
}
