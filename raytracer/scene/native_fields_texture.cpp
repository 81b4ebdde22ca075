#include <array>

#include "raytracer/scene/field_limits.h"
#include "raytracer/scene/native_fields.h"

namespace raypool {
namespace {

constexpr std::array<std::string_view, 8> kTextures{"image", "checker", "gradient", "noise", "mandelbrot", "vertex_color", "product", "blend"};
constexpr std::array<std::string_view, 3> kColorSpaces{"auto", "srgb", "linear"};
constexpr std::array<std::string_view, 3> kWraps{"repeat", "mirror", "clamp"};
constexpr std::array<std::string_view, 2> kTextureFilters{"linear", "nearest"};
constexpr std::array<std::string_view, 2> kGradients{"linear", "radial"};
constexpr std::array<std::string_view, 5> kPatterns{"gradient", "turbulence", "marble", "wood", "cells"};
constexpr std::array<std::string_view, 5> kChannels{"color", "red", "green", "blue", "alpha"};

const Limits kAnyFactor{-kLargest, kLargest, ""};

}  // namespace

const TypeInfo Type<TextureDesc>::info{"texture", "a texture", "A value that differs from point to point: a picture, a pattern, or made from others."};
void Type<TextureDesc>::describe(Fields& f, TextureDesc& t) {
    if (f.reading()) t.place = f.place();
    f.tagged("type", kTextures, t.model.index(), 0, [&](size_t i) {
        Fields::atIndex(t.model, i, [&](auto& model) { Type<std::decay_t<decltype(model)>>::describe(f, model); });
        f.choice("channel", t.channel, kChannels,
                 "What of it counts: its colour (for a number that colour's luminance), or one channel.");
        f.color("factor", t.factor, kAnyFactor, "Factor of the value.");
        f.color("bias", t.bias, kAnyFactor, "Added afterwards.");
        std::optional<double> threshold;
        if (t.threshold) threshold = double{*t.threshold};
        f.number("threshold", threshold, kAnyFactor, "Then: 1 where the value reaches this, else 0.");
        if (threshold) t.threshold = static_cast<float>(*threshold);
        const auto type = kTextures[i];
        if (type != "image" && type != "checker" && type != "gradient" && type != "mandelbrot") return;
        f.number("texcoord", t.texcoord, {0, 1, ""}, "Which of a mesh's two sets of coordinates.");
        const auto pair = [&](std::string_view name, dvec2& to, dvec2 usual, std::string_view text) {
            double values[2]{to.x, to.y};
            bool isSet = to != usual;
            f.tuple(name, values, isSet, {-1e6, 1e6, ""}, text);
            if (isSet) to = {values[0], values[1]};
        };
        pair("scale", t.scale, dvec2(1), "Factors of the coordinates: 2 shows a picture twice. Default: 1, 1.");
        f.number("rotation", t.rotation, {-1e6, 1e6, "degrees"}, "Turns the coordinates, as in glTF's KHR_texture_transform.");
        pair("offset", t.offset, dvec2(0), "Added to the coordinates. Default: 0, 0.");
    }, "Which kind.");
}

const TypeInfo Type<ImageTextureDesc>::info{"image", "a picture", "A picture; coordinates (0, 0) are its upper left corner."};
void Type<ImageTextureDesc>::describe(Fields& f, ImageTextureDesc& t) {
    f.string("path", t.path, "A .png, .jpg, .hdr, .exr or .pfm file beside the scene, or a data: URI.");
    f.required({"path"});
    if (f.reading() && f.has("path") && t.path.empty()) f.problem("path", "\"path\" is empty", "a file's name");
    f.choice("color_space", t.colorSpace, kColorSpaces,
             "How numbers stand for light: `auto` is `srgb` for colours from 8-bit pictures, else `linear`.");
    f.choice("wrap_u", t.wrapU, kWraps, "What is right and left of the picture.");
    f.choice("wrap_v", t.wrapV, kWraps, "What is above and below the picture.");
    f.choice("filter", t.filter, kTextureFilters, "Between pixels: smooth, or the nearest one.");
}

const TypeInfo Type<CheckerTextureDesc>::info{"checker", "a checkerboard", "Squares, two by two in the unit square."};
void Type<CheckerTextureDesc>::describe(Fields& f, CheckerTextureDesc& t) {
    f.color("a", t.a, kAnyFactor, "Of the upper left square, and every other one.");
    f.color("b", t.b, kAnyFactor, "Of those between.");
}

const TypeInfo Type<GradientTextureDesc>::info{"gradient", "a gradient", "From one colour to another."};
void Type<GradientTextureDesc>::describe(Fields& f, GradientTextureDesc& t) {
    f.choice("shape", t.shape, kGradients, "From left to right, or from the middle out.");
    f.color("a", t.a, kAnyFactor, "At the left, or in the middle.");
    f.color("b", t.b, kAnyFactor, "At the right, or at the edge.");
}

const TypeInfo Type<NoiseTextureDesc>::info{"noise", "noise", "A solid pattern: it needs no coordinates and has no seams."};
void Type<NoiseTextureDesc>::describe(Fields& f, NoiseTextureDesc& t) {
    f.choice("pattern", t.pattern, kPatterns, "Clouds, turbulence, veins, rings, or cells.");
    f.color("a", t.a, kAnyFactor, "Where the pattern is 0.");
    f.color("b", t.b, kAnyFactor, "Where the pattern is 1.");
    f.number("size", t.size, {kSmallest, kLargest, "m"}, "Of its largest features, in the object's own space.");
    f.number("octaves", t.octaves, {1, 12, ""}, "Layers of ever smaller features.");
    f.number("lacunarity", t.lacunarity, {1, 8, ""}, "How much smaller each layer is.");
    f.number("gain", t.gain, kShare, "How much weaker each layer is.");
    f.number("seed", t.seed, {0, kWholeMax, ""}, "Another seed, another pattern.");
}

const TypeInfo Type<MandelbrotTextureDesc>::info{"mandelbrot", "a Mandelbrot set", "The Mandelbrot set, coloured by how fast points escape."};
void Type<MandelbrotTextureDesc>::describe(Fields& f, MandelbrotTextureDesc& t) {
    double center[2]{t.center.x, t.center.y};
    bool isSet = t.center != MandelbrotTextureDesc{}.center;
    f.tuple("center", center, isSet, {-4, 4, ""}, "The number in the middle: real and imaginary part. Default: -0.6, 0.");
    if (isSet) t.center = {center[0], center[1]};
    f.number("height", t.height, {1e-12, 16, ""}, "Of the part of the plane that is shown.");
    f.number("iterations", t.iterations, {1, 65536, ""}, "After so many a point counts as inside.");
    f.color("a", t.a, kAnyFactor, "Where points escape at once.");
    f.color("b", t.b, kAnyFactor, "Where they take long.");
    f.color("inside", t.inside, kAnyFactor, "Of the set itself.");
}

const TypeInfo Type<VertexColorTextureDesc>::info{"vertex_color", "vertex colours", "The colours of a mesh's vertices; white where it has none."};
void Type<VertexColorTextureDesc>::describe(Fields&, VertexColorTextureDesc&) {}

const TypeInfo Type<ProductTextureDesc>::info{"product", "a product", "Two textures or colours multiplied."};
void Type<ProductTextureDesc>::describe(Fields& f, ProductTextureDesc& t) {
    f.color("a", t.a, kAnyFactor, "One factor.");
    f.color("b", t.b, kAnyFactor, "The other one.");
}

const TypeInfo Type<BlendTextureDesc>::info{"blend", "a blend", "One texture or colour over another."};
void Type<BlendTextureDesc>::describe(Fields& f, BlendTextureDesc& t) {
    f.color("a", t.a, kAnyFactor, "Where the weight is 0.");
    f.color("b", t.b, kAnyFactor, "Where the weight is 1.");
    f.number("weight", t.weight, kShare, "From `a` to `b`.");
}

}  // namespace raypool
