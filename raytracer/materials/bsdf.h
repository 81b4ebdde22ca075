// How a surface scatters light at one point: a few lobes with their parameters resolved, as a value on the stack.
//
// Conventions, binding for every lobe:
// - Directions are unit vectors in the local frame and point away from the surface. z is the shading normal on the side
//   of wo, so wo.z > 0 always (shading.h makes such a frame); wi.z > 0 is reflection, wi.z < 0 transmission.
// - A Bsdf is made for one wo (makeBsdf) and may be asked about that wo only: what depends on wo alone, such as
//   layering and energy compensation, is worked out once.
// - value is f * |cos wi|; pdf is a density over solid angle.
// - Radiance is NOT scaled by eta^2 on refraction. Both ends of a path lie in the same medium, so that the factors
//   cancel, and a path's throughput never exceeds its albedo (no special rule for Russian roulette). Hence the
//   refracting lobes obey f(wo, wi) / n_i^2 = f(wi, wo) / n_o^2, with n the index on each direction's side.
#pragma once
#include <cstdint>
#include <type_traits>

#include "raytracer/core/frame.h"
#include "raytracer/core/rgb.h"
#include "raytracer/materials/thin_film.h"

namespace raypool {

enum class LobeKind : uint8_t {
    kDiffuse,      // lobe_diffuse.h: EON; Lambert at roughness 0
    kReflection,   // lobe_conductor.h: GGX reflection with a conductor's Fresnel, or mirrored to the far side
    kDielectric,   // lobe_dielectric.h: GGX reflection and refraction
    kMeasured,     // lobe_measured.h: a table of the MERL database
    kPass,         // straight through, unscattered: delta
    kSubsurface,   // into the body that light wanders in, Lambert: nothing finds it but sampling, as if it were delta
    kFuzz,         // lobe_fuzz.h: fibres on top, a linearly transformed cosine
};

enum class LobeFresnel : uint8_t {
    kConstant,     // f0
    kF82,          // f0 at normal incidence, f1 = what is taken away around 82 degrees (fresnel.h)
    kComplexIor,   // n = f0, k = f1, relative to the outside
};

/// One lobe's parameters. Which of them count depends on kind; a lobe that is not used costs nothing but its place.
class MeasuredBrdf;

struct Lobe {
    LobeKind kind = LobeKind::kDiffuse;
    LobeFresnel fresnel = LobeFresnel::kConstant;
    bool isDelta = false;
    bool mirrored = false;       // kReflection, kDiffuse: wi is mirrored to the far side (thin wall, rough transmission)
    bool separable = false;      // Smith masking-shadowing as G1 G1, else height-correlated
    bool fixedFresnel = false;   // kDielectric: Fresnel at the shading normal instead of the microfacet
    bool coated = false;         // lies under the coat: Bsdf::coat counts
    bool tilted = false;         // has the coat's own frame, Bsdf::coat.frame
    float probability = 0;       // of being sampled; those of a Bsdf sum to 1
    Rgb weight;                  // on the value; kDielectric: on the reflected part
    Rgb transmitted;             // kDielectric: on the refracted part; black: it does not transmit
    float alphaX = 0, alphaY = 0;
    float stretched = 0;         // |(alphaX x, alphaY y, z)| of wo (ggx.h)
    float eta = 1;               // index ratio, far side to wo's side
    float fresnelEta = 1;        // the same as Fresnel's equations see it (specular_weight)
    float reflectance = 0;       // fixedFresnel: Fresnel at wo
    Rgb f0, f1;                  // Fresnel; kDiffuse: what scatters once, and more often; kFuzz: see lobe_fuzz.h
    float roughness = 0;         // kDiffuse: EON's; others: of the microfacets, before squaring
    float uniformShare = 0;      // kDiffuse: probability of the uniform part of the sampling
    const MeasuredBrdf* measured = nullptr;   // kMeasured
    Rgb albedo;                  // share of white light from everywhere that goes to wo, about
    ThinFilm film;               // on the facets; not of kDiffuse, kPass, kFuzz
};

/// How a coloured coat dims the lobes below: bare + covered * exp(-depth / cosine inside the coat), for a wi on the coat's
/// side. What wo's own passage takes is in `covered`.
struct CoatLayer {
    bool absorbs = false;
    bool onFarSide = false;      // wo is inside: light meets the coat on its way out
    float ior = 1;               // over the outside
    Rgb bare, covered, depth;
    Frame3 frame;                // of tilted lobes: z is the coat's own normal, on wo's side
};

// Fuzz, coat, metal and interface with and without a thin film (a sheet has two lobes for each), diffuse, and two more
// for what goes through a diffusing sheet.
inline constexpr int kMaxLobes = 12;

/// Lobes beyond lobeCount are not even initialised: a Bsdf is made at every hit, and most have two.
struct Bsdf {
    int lobeCount = 0;
    CoatLayer coat;
    union {
        Lobe lobes[kMaxLobes];
    };
    Bsdf() {}
};
static_assert(std::is_trivially_copyable_v<Lobe> && std::is_trivially_destructible_v<Lobe>);

struct BsdfEval {
    Rgb value;       // f * |cos wi|
    float pdf = 0;   // over solid angle, with which sample() finds wi
};

struct BsdfSample {
    vec3 wi{0, 0, 1};
    Rgb weight;                    // f * |cos wi| / pdf; for a delta lobe its reflectance over the chance of choosing it
    float pdf = 0;                 // over solid angle, of all lobes that are not delta; 0 if isDelta
    float eta = 1;                 // refraction: index on wi's side over index on wo's side; 1 for all else
    float roughness = 1;           // of the lobe that was sampled: 0 delta, 1 diffuse
    bool isDelta = false;
    bool isTransmission = false;   // wi.z < 0
    bool entersSubsurface = false; // to wander in the body
};

/// The part that is not delta. Zero value and pdf where wi cannot be reached. Finite for all unit vectors.
BsdfEval evaluate(const Bsdf& bsdf, vec3 wo, vec3 wi);

/// Lambert to the far side and nothing else: how what has wandered in a body leaves it.
Bsdf subsurfaceExit();

/// Draws wi. uLobe in [0, 1) chooses the lobe, and reflection or refraction; u in [0, 1)^2 the direction. False if there
/// is nothing to follow: no lobes, or a direction that carries nothing (counts as a sample of weight 0).
bool sample(const Bsdf& bsdf, vec3 wo, float uLobe, vec2 u, BsdfSample& result);

/// Share of white light from everywhere that leaves towards wo, delta lobes included: for features of denoisers. Within
/// some per cent; in [0, 1] unless a colour is not.
Rgb albedo(const Bsdf& bsdf, vec3 wo);

/// Whether light sampling can find anything.
inline bool hasNonDelta(const Bsdf& bsdf) {
    for (int i = 0; i < bsdf.lobeCount; ++i) {
        if (!bsdf.lobes[i].isDelta) return true;
    }
    return false;
}

/// Whether light may go on to wander in the body.
inline bool hasSubsurface(const Bsdf& bsdf) {
    for (int i = 0; i < bsdf.lobeCount; ++i) {
        if (bsdf.lobes[i].kind == LobeKind::kSubsurface) return true;
    }
    return false;
}

/// Whether any part of it goes to the far side; light sampling may skip lights behind the surface otherwise.
inline bool hasTransmission(const Bsdf& bsdf) {
    for (int i = 0; i < bsdf.lobeCount; ++i) {
        const Lobe& lobe = bsdf.lobes[i];
        if (lobe.kind == LobeKind::kPass || lobe.mirrored || !isBlack(lobe.transmitted)) return true;
    }
    return false;
}

}  // namespace raypool
