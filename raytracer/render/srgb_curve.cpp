#include "raytracer/render/srgb_curve.h"

#include "raytracer/core/elementary.h"
#include "raytracer/render/octave_table.h"

namespace raypool {

float encodeSrgb(float linear) {
    // The straight part ends at 0.0031308, in the first octave of the table; the table holds the power curve alone.
    static const OctaveTable<-9, 0> table([](double x) { return 1.055 * exp(log(x) / 2.4) - 0.055; });
    if (!(linear > 0.0031308F)) return linear > 0 ? 12.92F * linear : 0;
    const float encoded = table(linear);
    return encoded < 1 ? encoded : 1;
}

}  // namespace raypool
