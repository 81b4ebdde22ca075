#include "raytracer/render/tonemap_agx.h"

#include "raytracer/core/elementary.h"
#include "raytracer/render/octave_table.h"

namespace raypool {
namespace {

// ITU-R BT.2407-0, from the primaries' chromaticities.
constexpr ColorMatrix kRec709To2020{{{0.627403895934699, 0.329283038377884, 0.0433130656874172},
                                     {0.0690972893582320, 0.919540395075459, 0.0113623155663092},
                                     {0.0163914388751503, 0.0880133078772260, 0.895595253247624}}};
constexpr ColorMatrix kRec2020To709{{{1.66049100210843, -0.587641138788550, -0.0728498633198846},
                                     {-0.124550474521591, 1.13289989712596, -0.00834942260436947},
                                     {-0.0181507633549053, -0.100578898008007, 1.11872966136291}}};
constexpr ColorMatrix kInset{{{0.856627153315983, 0.0951212405381588, 0.0482516061458583},
                              {0.137318972929847, 0.761241990602591, 0.101439036467562},
                              {0.11189821299995, 0.0767994186031903, 0.811302368396859}}};
constexpr ColorMatrix kOutset{{{1.1271005818144368, -0.11060664309660323, -0.016493938717834573},
                               {-0.1413297634984383, 1.157823702216272, -0.016493938717834257},
                               {-0.14132976349843826, -0.11060664309660294, 1.2519364065950405}}};

constexpr double kMinStops = -10, kMaxStops = 6.5, kMiddleGrey = 0.18;
constexpr double kPivot = -kMinStops / (kMaxStops - kMinStops);

double power(double x, double y) { return x > 0 ? exp(y * log(x)) : 0; }

double curve(double linear) {
    const double stops = log(linear / kMiddleGrey) * 1.44269504088896340736;
    return agxSigmoid((stops - kMinStops) / (kMaxStops - kMinStops));
}

}  // namespace

constexpr ColorMatrix kAgxInput = kInset * kRec709To2020;

double agxSigmoid(double t) {
    if (!(t > 0)) return 0;
    if (t >= 1) return 1;
    // y = 1/2 + 2 d / (1 + a |d|^p)^(1/p) with d the distance from the pivot; a makes it end at 0 and 1. The powers of toe
    // and shoulder are Sobotka's.
    const double d = t - kPivot;
    const double p = d < 0 ? 3 : 3.25, reach = d < 0 ? kPivot : 1 - kPivot;
    const double a = (power(4 * reach, p) - 1) / power(reach, p);
    return 0.5 + 2 * d / power(1 + a * power(d < 0 ? -d : d, p), 1 / p);
}

Rgb tonemapAgx(Rgb c) {
    static const OctaveTable<-13, 5> sigmoid(curve);
    // The outset may overshoot 1 a little.
    static const OctaveTable<-10, 1> toLinear([](double x) { return power(x, 2.2); });
    static const FastColorMatrix outset(kOutset), to709(kRec2020To709);
    const Rgb encoded = outset({sigmoid(c.r), sigmoid(c.g), sigmoid(c.b)});
    return saturate(to709({toLinear(encoded.r), toLinear(encoded.g), toLinear(encoded.b)}));
}

}  // namespace raypool
