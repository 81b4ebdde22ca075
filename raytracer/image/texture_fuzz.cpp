// Any bytes at all as a texture's picture, the way that scenes decode them: pixels of the depth that the file has, then the
// pyramid that rendering reads. Or a reason.
#include <cmath>
#include <cstdlib>

#include "raytracer/image/codec.h"
#include "raytracer/materials/texture_image.h"

namespace {

using namespace raypool;

void require(bool condition) {
    if (!condition) std::abort();
}

template <class Pixels, class Make>
void check(const std::expected<Pixels, std::string>& decoded, Make&& make) {
    if (!decoded) return require(!decoded.error().empty());
    require(decoded->width > 0 && decoded->height > 0 && decoded->channels >= 1 && decoded->channels <= 4);
    require(decoded->data.size() == size_t{decoded->width} * decoded->height * decoded->channels);
    const TextureImage image = make(*decoded);
    require(image.width() == decoded->width && image.height() == decoded->height);
    for (const TextureWrap wrap : {TextureWrap::kRepeat, TextureWrap::kMirror, TextureWrap::kClamp}) {
        for (const float detail : {0.0F, 1.3F, 40.0F}) {
            const auto v = image.at({-0.7F, 3.2F}, detail, {wrap, wrap, false});
            require(std::isfinite(v.r) && std::isfinite(v.g) && std::isfinite(v.b) && std::isfinite(v.a));
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const std::span<const uint8_t> file(data, size);
    if (isLinearPicture(file)) {
        check(decodeTextureF(file), [](const ImageF& pixels) { return TextureImage(pixels); });
        return 0;
    }
    // A few bytes may declare millions of pixels; filling those would be all that a run does.
    const uint64_t pixels = pixelCount(file);
    if (pixels > 1 << 16) return 0;
    if (isDeepPicture(file)) {
        check(decodeTexture16(file), [](const Image<uint16_t>& words) { return TextureImage(words, true); });
    } else {
        const auto decoded = decodeTexture8(file);
        if (decoded) require(pixels == uint64_t{decoded->width} * decoded->height);
        check(decoded, [](const Image8& bytes) { return TextureImage(bytes, true); });
    }
    return 0;
}
