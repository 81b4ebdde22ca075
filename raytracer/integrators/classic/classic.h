// The 2018 demo's renderer, reproduced to the pixel: geometry in double, colour in single precision, one ray through the
// centre of a pixel, hard shadows, mirrors and glass, and its two faults (a Fresnel factor that does not know the angle,
// glass that branches at every hit). Formulas: alexcrichton/raytracer, src/rendering.rs; bheisler's tutorial.
#pragma once
#include <memory>

#include "raytracer/compile/classic_scene.h"
#include "raytracer/integrators/interrupt.h"

namespace raypool {

struct ClassicFrames;

/// One thread's working memory, allocated once for a render.
class ClassicScratch {
public:
    explicit ClassicScratch(const ClassicScene& scene);
    ~ClassicScratch();
    ClassicFrames& frames() { return *frames_; }

private:
    std::unique_ptr<ClassicFrames> frames_;
};

/// Linear radiance through the centre of pixel (x, y), equal to what the demo's recursion gives as far as the eight bits
/// of the display can tell. False: interrupted.
bool traceClassic(const ClassicScene& scene, uint32_t x, uint32_t y, ClassicScratch& scratch, Interrupt& interrupt,
                  Rgb& out);

/// The same for pixels (x, y) and (x + 1, y) at once, bit for bit, in about half the time: they see the same surfaces
/// nearly everywhere, so each goes through one lane of the vector registers until their ways part.
bool traceClassicPair(const ClassicScene& scene, uint32_t x, uint32_t y, ClassicScratch& scratch, Interrupt& interrupt,
                      Rgb out[2]);

}  // namespace raypool
