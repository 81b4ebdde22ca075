#include "raytracer/materials/thin_film.h"

#include "raytracer/core/elementary.h"

namespace raypool {
namespace {

// The CIE 1931 observer (as fitted by Wyman, Sloan and Shirley 2013, "Simple Analytic Approximations to the CIE XYZ Color
// Matching Functions") over wavenumbers: sums of normal distributions, our least-squares fit under light of equal energy.
// The first two are X, then Y and Z; wavenumbers per micrometre.
constexpr int kBands = 4;
struct Band {
    float wavenumber, width;
};
constexpr Band kBand[kBands] = {{1.67412F, 0.09368F}, {2.23714F, 0.09943F}, {1.78408F, 0.13306F}, {2.21489F, 0.11266F}};
// Linear Rec. 709 from XYZ; each row divided by its sum, so that what reflects all wavelengths alike is grey.
constexpr float kX1 = 0.83056F, kX2 = 0.16944F;
constexpr float kRgb[3][kBands] = {{2.689655F * kX1, 2.689655F * kX2, -1.275862F, -0.413793F},
                                   {-1.022108F * kX1, -1.022108F * kX2, 1.978286F, 0.043822F},
                                   {0.061224F * kX1, 0.061224F * kX2, -0.224490F, 1.163266F}};

// Orders of interference beyond these carry nothing that is seen.
constexpr int kMaxOrder = 24;
constexpr float kLeastOrder = 2e-4F;

struct Complex {
    float re, im;
    friend Complex operator+(Complex a, Complex b) { return {a.re + b.re, a.im + b.im}; }
    friend Complex operator-(Complex a, Complex b) { return {a.re - b.re, a.im - b.im}; }
    friend Complex operator*(Complex a, Complex b) { return {a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re}; }
    friend Complex operator*(Complex a, float s) { return {a.re * s, a.im * s}; }
    friend Complex operator/(Complex a, Complex b) {
        const float l2 = b.re * b.re + b.im * b.im;
        return l2 > 0 ? Complex{(a.re * b.re + a.im * b.im) / l2, (a.im * b.re - a.re * b.im) / l2} : Complex{1, 0};
    }
};

/// One polarisation: amplitudes of reflection at the film's upper and lower face.
struct Faces {
    float upper;
    Complex lower;
};

/// |(a + z) / (1 + a z)|^2, with z the lower face's amplitude turned by the way through the film, is
/// 1 - t (1 + 2 sum over m of Re (-a z)^m); each term's mean over a band is the term at its middle times a factor that
/// falls with the square of m.
float meanReflectance(const Faces& f, SinCos turn, float damping) {
    const float a2 = f.upper * f.upper, r2 = f.lower.re * f.lower.re + f.lower.im * f.lower.im;
    const float rest = 1 - a2 * r2;
    if (!(rest > 1e-6F)) return 1;
    const Complex w = f.lower * Complex{turn.cos, turn.sin} * -f.upper;
    const float size = std::sqrt(w.re * w.re + w.im * w.im);
    Complex power = w;
    float sum = 1, factor = damping, step = damping * damping * damping, left = size;
    for (int m = 1; m <= kMaxOrder && left * factor > kLeastOrder; ++m) {
        sum += 2 * factor * power.re;
        power = power * w;
        factor *= step;
        step *= damping * damping;
        left *= size;
    }
    return 1 - (1 - a2) * (1 - r2) / rest * sum;
}

/// Mean reflectance over each band; false: all is reflected.
bool bandReflectances(const ThinFilm& film, float cosine, float n, float k, float (&result)[kBands]) {
    const float sin2 = (1 - cosine) * (1 + cosine);
    if (sin2 >= film.outside * film.outside || sin2 >= film.ior * film.ior) return false;
    // Index times cosine in each medium; sines follow from the surroundings' (Snell).
    const float n1 = film.outside, n2 = film.ior;
    const float u1 = std::sqrt(n1 * n1 - sin2), u2 = std::sqrt(n2 * n2 - sin2);
    const Complex square{(n - k) * (n + k), 2 * n * k}, q = square - Complex{sin2, 0};
    const float length = std::sqrt(q.re * q.re + q.im * q.im);
    const Complex u3{safeSqrt(0.5F * (length + q.re)), safeSqrt(0.5F * (length - q.re))};
    // Where the film itself is as thin as nothing: n2^2 u1 and n1^2 u2 are n1 n2 times the usual numerators.
    const Faces s{(u1 - u2) / (u1 + u2), (Complex{u2, 0} - u3) / (Complex{u2, 0} + u3)};
    const float p1 = n2 * n2 * u1, p2 = n1 * n1 * u2;
    const Complex p3 = square * u2, p4 = u3 * (n2 * n2);
    const Faces p{p1 + p2 > 0 ? (p1 - p2) / (p1 + p2) : 1, (p3 - p4) / (p3 + p4)};

    const float way = 2 * film.thickness * u2;
    for (int j = 0; j < kBands; ++j) {
        const float spread = kTwoPi * kBand[j].width * way;
        const float damping = exp(-0.5F * spread * spread);
        const SinCos turn = damping > 1e-6F ? sinCos(kTwoPi * kBand[j].wavenumber * way) : SinCos{0, 1};
        result[j] = 0.5F * (meanReflectance(s, turn, damping) + meanReflectance(p, turn, damping));
    }
    return true;
}

float channelOf(const float (&bands)[kBands], int channel) {
    float sum = 0;
    for (int j = 0; j < kBands; ++j) sum += kRgb[channel][j] * bands[j];
    return clamp(sum, 0, 1);
}

}  // namespace

Rgb filmReflectance(const ThinFilm& film, float cosine, float n, float k) {
    float bands[kBands];
    if (!bandReflectances(film, cosine, n, k, bands)) return {1, 1, 1};
    return {channelOf(bands, 0), channelOf(bands, 1), channelOf(bands, 2)};
}

Rgb filmReflectance(const ThinFilm& film, float cosine, Rgb n, Rgb k) {
    if (n.r == n.g && n.g == n.b && k.r == k.g && k.g == k.b) return filmReflectance(film, cosine, n.r, k.r);
    return {filmReflectance(film, cosine, n.r, k.r).r, filmReflectance(film, cosine, n.g, k.g).g,
            filmReflectance(film, cosine, n.b, k.b).b};
}

Rgb averageFilmReflectance(const ThinFilm& film, Rgb n, Rgb k) {
    // Gauss-Legendre in the squared cosine, as averageFresnelConductor.
    return (filmReflectance(film, 0.263499230F, n, k) + filmReflectance(film, 0.964662080F, n, k)) * 0.173927423F +
           (filmReflectance(film, 0.574464362F, n, k) + filmReflectance(film, 0.818529545F, n, k)) * 0.326072577F;
}

void complexIorOf(Rgb reflectivity, Rgb edgeTint, Rgb& n, Rgb& k) {
    const auto channel = [](float reflectance, float tint, float& index, float& extinction) {
        const float r = clamp(reflectance, 0, 0.9999F), root = std::sqrt(r);
        const float g = clamp(tint, 0, 1);
        index = lerp(g, (1 + root) / (1 - root), (1 - r) / (1 + r));
        extinction = safeSqrt((sqr(index + 1) * r - sqr(index - 1)) / (1 - r));
    };
    channel(reflectivity.r, edgeTint.r, n.r, k.r);
    channel(reflectivity.g, edgeTint.g, n.g, k.g);
    channel(reflectivity.b, edgeTint.b, n.b, k.b);
}

}  // namespace raypool
