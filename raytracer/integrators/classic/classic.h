// The 2018 demo's renderer, reproduced to the pixel: geometry in double, colour in single precision, one ray through the
// centre of a pixel, hard shadows, mirrors and glass, and its two faults (a Fresnel factor that does not know the angle,
// glass that branches at every hit). Formulas: alexcrichton/raytracer, src/rendering.rs; bheisler's tutorial.
#pragma once
#include <glm/vec3.hpp>
#include <optional>
#include <vector>

#include "raytracer/compile/classic_scene.h"
#include "raytracer/integrators/interrupt.h"

namespace raypool {

/// A mirror or a glass surface whose secondary ray is being followed.
struct ClassicFrame {
    Rgb base;                        // mirror: own share; glass: reflected share, once known
    float factor;                    // mirror: reflectivity; glass: kr
    float weight;                    // of this surface in the pixel
    uint32_t element;
    Rgb surfaceColor;                // glass
    glm::dvec3 origin, direction;    // glass: transmitted ray
    enum class State : uint8_t { kMirror, kGlassReflecting, kGlassTransmitting } state;
    bool transmits;
};

/// One thread's working memory, allocated once for a render.
struct ClassicScratch {
    explicit ClassicScratch(const ClassicScene& scene);
    std::vector<ClassicFrame> frames;   // maxDepth of them
};

/// Linear radiance through the centre of pixel (x, y), equal to what the demo's recursion gives as far as the eight bits
/// of the display can tell. Empty: interrupted.
std::optional<Rgb> traceClassic(const ClassicScene& scene, uint32_t x, uint32_t y, ClassicScratch& scratch,
                                Interrupt& interrupt);

}  // namespace raypool
