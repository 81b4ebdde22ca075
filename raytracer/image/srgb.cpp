#include "raytracer/image/srgb.h"

#include <array>

namespace raypool {

ImageF linearFromSrgb(const Image8& image) {
    std::array<float, 256> table;
    for (size_t i = 0; i < table.size(); ++i) table[i] = srgbToLinear(static_cast<float>(i) / 255);
    ImageF out{image.width, image.height, image.channels, {}};
    out.data.reserve(image.data.size());
    for (const uint8_t value : image.data) out.data.push_back(table[value]);
    return out;
}

}  // namespace raypool
