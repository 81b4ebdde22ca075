// Values that differ from point to point: pictures, patterns, and what is made from others. A flat table; textures name
// each other by index, without cycles, at most kMaxTextureNesting (scene/native_desc.h) deep.
#pragma once
#include <cstdint>
#include <glm/vec4.hpp>
#include <memory>
#include <vector>

#include "raytracer/core/rgb.h"
#include "raytracer/geometry/object.h"
#include "raytracer/materials/texture_image.h"
#include "raytracer/materials/texture_patterns.h"

namespace raypool {

/// Where a texture is looked up, and over which width.
struct TexturePoint {
    struct Coordinates {
        vec2 uv{0};
        float perMetre = 0;   // root of the area that a square metre of the surface takes in the unit square
    };
    Coordinates sets[2];      // a mesh's; other shapes have the first one only
    float footprint = 0;      // metres: what the look-up may average over; 0: nothing
    vec3 p{0};                // in the object's space
    float objectPerMetre = 1; // lengths of that space a metre, about
    glm::vec4 color{1};       // of the vertices
};

/// What of a TexturePoint a texture reads, beyond the first coordinates.
enum TextureUse : uint32_t { kUsesSecondSet = 1, kUsesVertexColor = 2, kUsesObjectSpace = 4 };

enum class TextureKind : uint8_t { kImage, kChecker, kGradient, kRadialGradient, kNoise, kMandelbrot, kVertexColor, kProduct, kBlend };
/// kAll: the colour as it is. Others: one channel, as a grey.
enum class TexturePart : uint8_t { kAll, kRed, kGreen, kBlue, kAlpha };

/// Another texture, or a constant.
struct TextureInput {
    uint32_t texture = kNone;
    Rgb value;
};

struct Texture {
    TextureKind kind = TextureKind::kImage;
    TexturePart part = TexturePart::kAll;
    bool hasThreshold = false;
    uint8_t set = 0;                        // of coordinates
    vec3 rowU{1, 0, 0}, rowV{0, 1, 0};      // coordinates (u, v, 1) to those of the pattern
    float stretch = 1;                      // root of that map's determinant
    Rgb factor{1, 1, 1}, bias;              // the part times factor plus bias
    float threshold = 0;                    // then: 1 where a channel reaches it, else 0
    uint32_t image = kNone;
    TextureSampling sampling;
    TextureInput a, b, weight;
    NoisePattern noise;
    MandelbrotPattern mandelbrot;
    uint32_t uses = 0;                      // TextureUse, of its inputs, too
};

struct TextureSet {
    std::vector<std::shared_ptr<const TextureImage>> images;   // which edited scenes share; none is null
    std::vector<Texture> textures;

    size_t memoryBytes() const;
};

/// Red, green, blue and alpha. What the texture's factor, bias and threshold do, they do to the colour; alpha is the
/// picture's or vertices' own, of a product the product, of a blend the blend, else 1. A threshold is met by unfiltered
/// values: a picture that is seen from far away keeps its holes.
glm::vec4 textureValue(const TextureSet& set, uint32_t id, const TexturePoint& at);
/// As a colour,
Rgb textureColor(const TextureSet& set, uint32_t id, const TexturePoint& at);
/// and as a number: the colour's luminance.
float textureNumber(const TextureSet& set, uint32_t id, const TexturePoint& at);

/// Width in metres of the smallest detail that a texture has at a point, about; for finite differences. 0: none known.
float finestDetail(const TextureSet& set, uint32_t id, const TexturePoint& at);

}  // namespace raypool
