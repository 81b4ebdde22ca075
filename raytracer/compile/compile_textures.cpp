#include "raytracer/compile/compile_textures.h"

#include <algorithm>
#include <variant>

#include "raytracer/core/elementary.h"
#include "raytracer/image/codec.h"
#include "raytracer/image/srgb.h"
#include "raytracer/parallel/parallel_for.h"
#include "raytracer/scene/data_uri.h"

namespace raypool {
namespace {

/// Texels of 8 bits a channel that a scene's pictures may have together; those of floats count four times.
constexpr uint64_t kMostTexels = uint64_t{1} << 28;

TextureWrap wrapOf(WrapMode mode) {
    switch (mode) {
        case WrapMode::kRepeat: return TextureWrap::kRepeat;
        case WrapMode::kMirror: return TextureWrap::kMirror;
        case WrapMode::kClamp: return TextureWrap::kClamp;
    }
    return TextureWrap::kRepeat;
}

NoiseKind noiseKindOf(NoiseTextureDesc::Pattern pattern) {
    switch (pattern) {
        case NoiseTextureDesc::Pattern::kGradient: return NoiseKind::kGradient;
        case NoiseTextureDesc::Pattern::kTurbulence: return NoiseKind::kTurbulence;
        case NoiseTextureDesc::Pattern::kMarble: return NoiseKind::kMarble;
        case NoiseTextureDesc::Pattern::kWood: return NoiseKind::kWood;
        case NoiseTextureDesc::Pattern::kCells: return NoiseKind::kCells;
    }
    return NoiseKind::kGradient;
}

TexturePart partOf(TextureChannel channel) {
    switch (channel) {
        case TextureChannel::kColor: return TexturePart::kAll;
        case TextureChannel::kRed: return TexturePart::kRed;
        case TextureChannel::kGreen: return TexturePart::kGreen;
        case TextureChannel::kBlue: return TexturePart::kBlue;
        case TextureChannel::kAlpha: return TexturePart::kAlpha;
    }
    return TexturePart::kAll;
}

/// Scaled, then turned, then moved (KHR_texture_transform). The coordinates are turned counter-clockwise as the picture is
/// seen, where v points down.
void setTransform(const TextureDesc& desc, Texture& out) {
    const SinCos turn = sinCos(radians(desc.rotation));
    const double c = double{turn.cos}, s = double{turn.sin};
    out.rowU = vec3(dvec3(c * desc.scale.x, s * desc.scale.y, desc.offset.x));
    out.rowV = vec3(dvec3(-s * desc.scale.x, c * desc.scale.y, desc.offset.y));
    out.stretch = static_cast<float>(std::sqrt(std::fabs(desc.scale.x * desc.scale.y)));
}

/// As it is said in a message: data: URIs may be megabytes.
std::string shownName(const std::string& path) {
    return isDataUri(path) ? path.substr(0, std::min(path.find(','), size_t{40})) + ",..." : path;
}

void decodeSrgb(ImageF& image) {
    const uint32_t colors = image.channels % 2 == 0 ? image.channels - 1 : image.channels;
    for (size_t i = 0; i < image.data.size(); ++i) {
        if (i % image.channels < colors) image.data[i] = srgbToLinear(image.data[i]);
    }
}

}  // namespace

/// A file's bytes, then its pixels.
struct TextureCompiler::File {
    SharedBytes bytes;
    std::vector<uint32_t> users;   // pictures that are not there yet
    std::variant<std::monostate, Image8, Image<uint16_t>, ImageF> pixels;
    std::string problem;

    void decode() {
        const auto take = [&](auto&& decoded) {
            if (decoded) {
                pixels = std::move(*decoded);
            } else {
                problem = "can't be used: " + decoded.error();
            }
        };
        if (isLinearPicture(*bytes)) {
            take(decodeTextureF(*bytes));
        } else if (isDeepPicture(*bytes)) {
            take(decodeTexture16(*bytes));
        } else {
            take(decodeTexture8(*bytes));
        }
        bytes.reset();
    }
};

std::shared_ptr<const TextureImage> TextureCompiler::imageBefore(const SharedBytes& bytes, Encoding encoding) const {
    const RenderScene* const before = compiler_.before.scene;
    if (before == nullptr) return nullptr;
    const auto& known = before->pictureSources;
    const auto at = std::find_if(known.begin(), known.end(), [&](const PictureSource& s) {
        // Those inside of models are other copies each time.
        return s.encoding == static_cast<uint8_t>(encoding) && s.bytes != nullptr && (s.bytes == bytes || *s.bytes == *bytes);
    });
    return at == known.end() ? nullptr : before->textures.images[static_cast<size_t>(at - known.begin())];
}

uint32_t TextureCompiler::imageOf(const ImageTextureDesc& desc, uint32_t texture, TextureMeaning meaning) {
    Encoding encoding = meaning == TextureMeaning::kColor ? Encoding::kSrgbWhereInteger : Encoding::kLinear;
    if (desc.colorSpace == ColorSpace::kSrgb) encoding = Encoding::kSrgb;
    if (desc.colorSpace == ColorSpace::kLinear) encoding = Encoding::kLinear;
    const auto [place, isNew] = imageIds_.try_emplace({desc.path, encoding}, static_cast<uint32_t>(pictures_.size()));
    if (isNew) pictures_.push_back({desc.path, encoding, texture});
    return place->second;
}

TextureInput TextureCompiler::input(const Mapped<Rgb>& value, TextureMeaning meaning, uint32_t depth, uint32_t& uses) {
    TextureInput out{idOf(value.texture, meaning, depth + 1), value.value};
    if (out.texture != kNone) uses |= compiler_.out.textures.textures[out.texture].uses;
    return out;
}

void TextureCompiler::setModel(const TextureDesc& desc, uint32_t index, TextureMeaning meaning, uint32_t depth, Texture& out) {
    const auto inputs = [&](const auto& model) {
        out.a = input(model.a, meaning, depth, out.uses);
        out.b = input(model.b, meaning, depth, out.uses);
    };
    if (const auto* image = std::get_if<ImageTextureDesc>(&desc.model)) {
        out.kind = TextureKind::kImage;
        out.image = imageOf(*image, index, meaning);
        out.sampling = {wrapOf(image->wrapU), wrapOf(image->wrapV), image->filter == TextureFilter::kNearest};
    } else if (const auto* checker = std::get_if<CheckerTextureDesc>(&desc.model)) {
        out.kind = TextureKind::kChecker;
        inputs(*checker);
    } else if (const auto* gradient = std::get_if<GradientTextureDesc>(&desc.model)) {
        const bool isRadial = gradient->shape == GradientTextureDesc::Shape::kRadial;
        out.kind = isRadial ? TextureKind::kRadialGradient : TextureKind::kGradient;
        inputs(*gradient);
    } else if (const auto* noise = std::get_if<NoiseTextureDesc>(&desc.model)) {
        out.kind = TextureKind::kNoise;
        float finest = noise->size;
        for (uint32_t i = 1; i < noise->octaves; ++i) finest /= noise->lacunarity;
        out.noise = {noiseKindOf(noise->pattern), 1 / noise->size, noise->octaves, noise->lacunarity, noise->gain, noise->seed, finest};
        out.uses |= kUsesObjectSpace;
        inputs(*noise);
    } else if (const auto* mandelbrot = std::get_if<MandelbrotTextureDesc>(&desc.model)) {
        out.kind = TextureKind::kMandelbrot;
        out.mandelbrot = {mandelbrot->center, mandelbrot->height, mandelbrot->iterations, mandelbrot->inside};
        inputs(*mandelbrot);
    } else if (std::holds_alternative<VertexColorTextureDesc>(desc.model)) {
        out.kind = TextureKind::kVertexColor;
        out.uses |= kUsesVertexColor;
    } else if (const auto* product = std::get_if<ProductTextureDesc>(&desc.model)) {
        out.kind = TextureKind::kProduct;
        inputs(*product);
    } else if (const auto* blend = std::get_if<BlendTextureDesc>(&desc.model)) {
        out.kind = TextureKind::kBlend;
        inputs(*blend);
        Mapped<Rgb> weight(grey(blend->weight.value));
        weight.texture = blend->weight.texture;
        out.weight = input(weight, TextureMeaning::kNumber, depth, out.uses);
    }
}

uint32_t TextureCompiler::idOf(int32_t texture, TextureMeaning meaning, uint32_t depth) {
    // The reader has refused deeper ones; what a model says has not passed it.
    if (texture == kNoTexture || depth > kMaxTextureNesting) return kNone;
    const auto key = std::make_pair(texture, meaning);
    if (const auto known = ids_.find(key); known != ids_.end()) return known->second;
    const TextureDesc& desc = compiler_.native().textures[static_cast<size_t>(texture)];
    Texture out;
    out.part = partOf(desc.channel);
    out.hasThreshold = desc.threshold.has_value();
    out.threshold = desc.threshold.value_or(0);
    out.factor = desc.factor;
    out.bias = desc.bias;
    out.set = desc.texcoord == 1 ? 1 : 0;
    setTransform(desc, out);
    setModel(desc, static_cast<uint32_t>(texture), meaning, depth, out);
    if (out.set == 1) out.uses |= kUsesSecondSet;
    auto& textures = compiler_.out.textures.textures;
    textures.push_back(out);
    return ids_[key] = static_cast<uint32_t>(textures.size() - 1);
}

void TextureCompiler::problem(const Picture& picture, const std::string& what) {
    const Place& place = compiler_.native().textures[picture.texture].place;
    compiler_.problems.push_back(place.problem("the picture \"" + shownName(picture.path) + "\" " + what));
}

void TextureCompiler::readPictures() {
    auto& images = compiler_.out.textures.images;
    auto& sources = compiler_.out.pictureSources;
    images.resize(pictures_.size());
    sources.resize(pictures_.size());
    std::vector<File> files;
    std::map<std::string, size_t> fileOf;
    for (uint32_t i = 0; i < pictures_.size(); ++i) {
        const auto [place, isNew] = fileOf.try_emplace(pictures_[i].path, files.size());
        if (isNew) files.emplace_back();
        files[place->second].users.push_back(i);
    }
    // What is asked of memory is known before any of it is taken, but for pictures of floats, whose sizes are checked one
    // by one as they are decoded.
    uint64_t texels = 0;
    std::vector<uint32_t> inParallel;
    for (File& file : files) {
        const Picture& picture = pictures_[file.users.front()];
        auto bytes = compiler_.assets.share(picture.path);
        if (!bytes) {
            problem(picture, "can't be read: " + bytes.error());
            continue;
        }
        file.bytes = std::move(*bytes);
        std::erase_if(file.users, [&](uint32_t user) {
            const Encoding encoding = pictures_[user].encoding;
            if (compiler_.before.isKept) sources[user] = {file.bytes, static_cast<uint8_t>(encoding)};
            images[user] = imageBefore(file.bytes, encoding);
            if (images[user] == nullptr) return false;
            texels += images[user]->texelCount();
            return true;
        });
        if (file.users.empty()) continue;
        ++compiler_.out.picturesRead;
        if (texels <= kMostTexels && isLinearPicture(*file.bytes)) {
            file.decode();
            if (const auto* image = std::get_if<ImageF>(&file.pixels)) texels += uint64_t{4} * image->width * image->height * file.users.size();
        } else {
            texels += pixelCount(*file.bytes) * file.users.size();
            inParallel.push_back(static_cast<uint32_t>(&file - files.data()));
        }
        if (texels > kMostTexels) {
            problem(picture, "is too large: all pictures together have more than " + std::to_string(kMostTexels >> 20) + " million pixels");
            return;
        }
    }
    parallelFor(compiler_.pool, static_cast<uint32_t>(inParallel.size()), [&](uint32_t i) { files[inParallel[i]].decode(); });
    for (const File& file : files) {
        if (!file.problem.empty()) problem(pictures_[file.users.front()], file.problem);
    }
    if (!compiler_.problems.empty()) return;

    parallelFor(compiler_.pool, static_cast<uint32_t>(files.size()), [&](uint32_t i) {
        File& file = files[i];
        for (const uint32_t user : file.users) {
            const Encoding encoding = pictures_[user].encoding;
            const bool isLast = user == file.users.back();
            std::visit([&](auto& pixels) {
                using Pixels = std::decay_t<decltype(pixels)>;
                if constexpr (std::is_same_v<Pixels, ImageF>) {
                    ImageF image = isLast ? std::move(pixels) : pixels;
                    if (encoding == Encoding::kSrgb) decodeSrgb(image);
                    images[user] = std::make_shared<const TextureImage>(std::move(image));
                } else if constexpr (!std::is_same_v<Pixels, std::monostate>) {
                    images[user] = std::make_shared<const TextureImage>(isLast ? std::move(pixels) : pixels, encoding != Encoding::kLinear);
                }
            }, file.pixels);
        }
    });
}

Rgb TextureCompiler::meanColor(uint32_t id) const {
    constexpr int kSide = 16;
    const TextureSet& set = compiler_.out.textures;
    Rgb sum;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const vec2 uv((static_cast<float>(x) + 0.5F) / kSide, (static_cast<float>(y) + 0.5F) / kSide);
            TexturePoint at;
            at.sets[0] = at.sets[1] = {uv, 1};
            at.footprint = 2.0F / kSide;   // of which textures average over half
            // Solid patterns: across some features of a size near 1.
            at.p = vec3(uv.x, uv.y, uv.x * 0.37F + uv.y * 0.73F) * 7.3F;
            sum += textureColor(set, id, at);
        }
    }
    return sum / (kSide * kSide);
}

float TextureCompiler::meanNumber(uint32_t id) const { return luminance(meanColor(id)); }

}  // namespace raypool
