#include "app/cli/output.h"

#include <algorithm>
#include <cmath>

#include "app/cli/part_attributes.h"
#include "app/cli/picture.h"

namespace raypool::cli {
namespace {

/// Everything that depends on the picture's rendered area.
struct Area {
    const Renderer& renderer;
    std::span<const Rgb> denoised;   // instead of the film's radiance; row by row; empty: none
    PixelRect rect = renderer.area();

    uint32_t width() const { return rect.x1 - rect.x0; }
    uint32_t height() const { return rect.y1 - rect.y0; }

    /// f(index of the pixel, appended to) for every pixel, row by row.
    template <class F>
    std::vector<float> collect(F f) const {
        std::vector<float> out;
        for (uint32_t y = rect.y0; y < rect.y1; ++y) {
            for (uint32_t x = rect.x0; x < rect.x1; ++x) f(renderer.frame().index(x, y), out);
        }
        return out;
    }
    /// As it is to be shown.
    std::vector<float> radiance() const {
        if (denoised.empty()) return noisy();
        std::vector<float> out;
        for (const Rgb c : denoised) out.insert(out.end(), {c.r, c.g, c.b});
        return out;
    }
    std::vector<float> noisy() const {
        const auto film = renderer.frame().film();
        return collect([&](size_t i, auto& out) { out.insert(out.end(), &film[i * 3], &film[i * 3] + 3); });
    }
    Bytes display() const {
        if (!denoised.empty()) return develop();
        const auto pixels = renderer.frame().display();
        Bytes out;
        for (uint32_t y = rect.y0; y < rect.y1; ++y) {
            const uint8_t* row = &pixels[renderer.frame().index(rect.x0, y) * 4];
            out.insert(out.end(), row, row + size_t{width()} * 4);
        }
        return out;
    }
    Bytes develop() const {
        Bytes out;
        size_t i = 0;
        for (uint32_t y = rect.y0; y < rect.y1; ++y) {
            for (uint32_t x = rect.x0; x < rect.x1; ++x) {
                const uint32_t rgba = renderer.frame().developer().beauty(denoised[i++], x, y);
                for (int shift = 0; shift < 32; shift += 8) out.push_back(static_cast<uint8_t>(rgba >> shift));
            }
        }
        return out;
    }
};

/// Standard error of the pixel's mean from its even and odd samples, which are estimates of their own. Of independent
/// samples, (a - b)^2 has the expectation variance * (1/m + 1/n) for means of m and n samples, so that it takes a
/// factor m n / (m + n)^2 to make it the variance of the mean of all.
void appendError(const Film& film, size_t i, std::vector<float>& out) {
    const auto even = static_cast<float>(film.halfCount(i, 0)), odd = static_cast<float>(film.halfCount(i, 1));
    const float factor = even + odd > 0 ? std::sqrt(even * odd) / (even + odd) : 0;
    const Rgb difference = film.halfMean(i, 0) - film.halfMean(i, 1);
    for (const float d : {difference.r, difference.g, difference.b}) out.push_back(std::abs(d) * factor);
}

struct Layer {
    std::string_view channel, suffixes;  // in an EXR
    std::vector<float> values;
};

Layer layerOf(std::string_view aov, const Area& area) {
    const Film& film = area.renderer.frame().samples();
    if (aov == "albedo") {
        return {"albedo", "RGB", area.collect([&](size_t i, auto& out) {
                    const Rgb c = film.albedo(i);
                    out.insert(out.end(), {c.r, c.g, c.b});
                })};
    }
    if (aov == "normal") {
        return {"normal", "XYZ", area.collect([&](size_t i, auto& out) {
                    const vec3 n = film.normal(i);
                    out.insert(out.end(), {n.x, n.y, n.z});
                })};
    }
    if (aov == "stderr") {
        return {"stderr", "RGB", area.collect([&](size_t i, auto& out) { appendError(film, i, out); })};
    }
    if (aov == "depth") return {"Z", "", area.collect([&](size_t i, auto& out) { out.push_back(film.depth(i)); })};
    if (aov == "object") {
        return {"objectId", "",
                area.collect([&](size_t i, auto& out) { out.push_back(static_cast<float>(film.objectId(i))); })};
    }
    return {"materialId", "",
            area.collect([&](size_t i, auto& out) { out.push_back(static_cast<float>(film.materialId(i))); })};
}

ImageF toPicture(const Layer& layer, uint32_t width, uint32_t height) {
    ImageF image{width, height, 3, {}};
    if (!layer.suffixes.empty()) {
        image.data = layer.values;
        return image;
    }
    for (const float value : layer.values) image.data.insert(image.data.end(), 3, value);
    return image;
}

Bytes exrOf(const RenderOptions& options, const RenderSettings& settings, const Area& area) {
    ExrImage image;
    image.width = area.width();
    image.height = area.height();
    image.x = static_cast<int32_t>(area.rect.x0);
    image.y = static_cast<int32_t>(area.rect.y0);
    image.fullWidth = area.renderer.frame().width();
    image.fullHeight = area.renderer.frame().height();
    addChannels(image, "", "RGB", area.radiance());
    if (!area.denoised.empty()) addChannels(image, "noisy", "RGB", area.noisy());
    const Film& film = area.renderer.frame().samples();
    addChannels(image, "samples", "",
                area.collect([&](size_t i, auto& out) { out.push_back(static_cast<float>(film.count(i))); }));
    for (const auto& aov : options.aovs) {
        const Layer layer = layerOf(aov, area);
        addChannels(image, layer.channel, layer.suffixes, layer.values);
    }
    addAttributes(image, {settings.seed, settings.sampleBegin, settings.sampleBegin + settings.samples});
    return encodeExr(image);
}

}  // namespace

bool needsFeatures(const std::vector<std::string>& aovs) {
    return std::ranges::any_of(aovs, [](const std::string& aov) { return aov != "stderr"; });
}

bool writeOutputs(const RenderOptions& options, const RenderSettings& settings, const Renderer& renderer,
                  std::span<const Rgb> denoised) {
    const Area area{renderer, denoised};
    const std::string kind = extension(options.out);
    if (kind == "exr") return writeOrSay(options.out, exrOf(options, settings, area));
    if (kind == "png") {
        if (!writeOrSay(options.out, encodePng(area.width(), area.height(), area.display()))) return false;
    } else if (!writeLinear(options.out, {area.width(), area.height(), 3, area.radiance()})) {
        return false;
    }
    // Beside the picture, as floats: OUT.albedo.pfm for OUT.png.
    const std::string stem = options.out.substr(0, options.out.size() - kind.size());
    return std::ranges::all_of(options.aovs, [&](const std::string& aov) {
        return writeLinear(stem + aov + ".pfm", toPicture(layerOf(aov, area), area.width(), area.height()));
    });
}

}  // namespace raypool::cli
