#include "raytracer/materials/bsdf.h"

#include "raytracer/materials/folded_bsdf.h"
#include "raytracer/materials/lobe_coat.h"
#include "raytracer/materials/lobe_conductor.h"
#include "raytracer/materials/lobe_dielectric.h"
#include "raytracer/materials/lobe_diffuse.h"
#include "raytracer/materials/lobe_fuzz.h"
#include "raytracer/materials/lobe_measured.h"

namespace raypool {
namespace {

/// A reflection in the coat's own frame. What is below the surface's horizon is lost.
BsdfEval evaluateTilted(const CoatLayer& coat, const Lobe& lobe, vec3 wo, vec3 wi) {
    if (!(wi.z > 0)) return {};
    const vec3 i = coat.frame.toLocal(wi);
    return i.z > 0 ? evaluateDielectric(lobe, coat.frame.toLocal(wo), i) : BsdfEval{};
}

BsdfEval evaluateUncoated(const CoatLayer& coat, const Lobe& lobe, vec3 wo, vec3 wi) {
    switch (lobe.kind) {
        case LobeKind::kDiffuse: {
            const BsdfEval f = evaluateDiffuse(lobe, wo, lobe.mirrored ? vec3(wi.x, wi.y, -wi.z) : wi);
            return {lobe.weight * f.value, f.pdf};
        }
        case LobeKind::kReflection: return evaluateReflection(lobe, wo, wi);
        case LobeKind::kDielectric: return lobe.tilted ? evaluateTilted(coat, lobe, wo, wi) : evaluateDielectric(lobe, wo, wi);
        case LobeKind::kFuzz: return evaluateFuzz(lobe, wo, wi);
        case LobeKind::kMeasured: return evaluateMeasured(lobe, wo, wi);
        case LobeKind::kPass:
        case LobeKind::kSubsurface: break;
    }
    return {};
}

BsdfEval evaluateLobe(const CoatLayer& coat, const Lobe& lobe, vec3 wo, vec3 wi) {
    if (lobe.isDelta) return {};
    BsdfEval f = evaluateUncoated(coat, lobe, wo, wi);
    if (lobe.coated && coat.absorbs && f.pdf > 0) f.value *= throughCoat(coat, wi);
    return f;
}

bool isFolded(const Lobe& lobe) { return lobe.kind == LobeKind::kReflection || lobe.kind == LobeKind::kDielectric; }

vec3 mirroredAt(vec3 n, vec3 w) { return w - n * (2 * dot(w, n)); }

/// Draws the lobe and from it wi; f: its value and pdf alone, without the chance of the lobe.
bool sampleLobe(const Bsdf& bsdf, vec3 wo, float uLobe, vec2 u, BsdfSample& result, int& chosen, BsdfEval& f);

}  // namespace

BsdfEval evaluateFolded(const Bsdf& bsdf, vec3 ng, vec3 wo, vec3 wi) {
    BsdfEval sum;
    if (!(wo.z > 0)) return sum;
    const vec3 other = mirroredAt(ng, wi);
    const float side = dot(wi, ng);
    // Which of the two the Bsdf has on that side.
    const bool isOwn = wi.z * side > 0, isMirrored = other.z * side > 0;
    for (int i = 0; i < bsdf.lobeCount; ++i) {
        const Lobe& lobe = bsdf.lobes[i];
        const auto add = [&](vec3 w) {
            const BsdfEval f = evaluateLobe(bsdf.coat, lobe, wo, w);
            sum.value += f.value;
            sum.pdf += lobe.probability * f.pdf;
        };
        if (isOwn) add(wi);
        if (isMirrored && isFolded(lobe)) add(other);
    }
    return sum;
}

bool sampleFolded(const Bsdf& bsdf, vec3 ng, vec3 wo, float uLobe, vec2 u, BsdfSample& result) {
    int chosen = 0;
    BsdfEval f;
    if (!sampleLobe(bsdf, wo, uLobe, u, result, chosen, f)) return false;
    const Lobe& lobe = bsdf.lobes[chosen];
    if (!(dot(result.wi, ng) * result.wi.z > 0)) {
        if (!isFolded(lobe)) return false;
        result.wi = mirroredAt(ng, result.wi);
    }
    if (lobe.isDelta) {
        result.weight = f.value / (f.pdf * lobe.probability);
        result.pdf = 0;
    } else {
        f = evaluateFolded(bsdf, ng, wo, result.wi);
        if (!(f.pdf > 0)) return false;
        result.weight = f.value / f.pdf;
        result.pdf = f.pdf;
    }
    return !isBlack(result.weight);
}

BsdfEval evaluate(const Bsdf& bsdf, vec3 wo, vec3 wi) {
    BsdfEval sum;
    if (!(wo.z > 0)) return sum;
    for (int i = 0; i < bsdf.lobeCount; ++i) {
        const Lobe& lobe = bsdf.lobes[i];
        const BsdfEval f = evaluateLobe(bsdf.coat, lobe, wo, wi);
        sum.value += f.value;
        sum.pdf += lobe.probability * f.pdf;
    }
    return sum;
}

namespace {

bool sampleLobe(const Bsdf& bsdf, vec3 wo, float uLobe, vec2 u, BsdfSample& result, int& chosen, BsdfEval& f) {
    if (bsdf.lobeCount == 0 || !(wo.z > 0)) return false;
    chosen = 0;
    while (chosen + 1 < bsdf.lobeCount && uLobe >= bsdf.lobes[chosen].probability) uLobe -= bsdf.lobes[chosen++].probability;
    const Lobe& lobe = bsdf.lobes[chosen];
    uLobe = clamp(uLobe / lobe.probability, 0, kOneMinusEpsilon);

    result = {};
    result.isDelta = lobe.isDelta;
    result.roughness = lobe.isDelta ? 0 : lobe.roughness;
    switch (lobe.kind) {
        case LobeKind::kDiffuse:
            result.roughness = 1;
            result.wi = sampleDiffuse(lobe, wo, u);
            if (!(result.wi.z > 0)) return false;
            if (lobe.mirrored) result.wi.z = -result.wi.z;
            result.isTransmission = lobe.mirrored;
            f = evaluateUncoated(bsdf.coat, lobe, wo, result.wi);
            break;
        case LobeKind::kReflection:
            if (lobe.isDelta) {
                result.wi = {-wo.x, -wo.y, wo.z};
                f = {lobe.weight * fresnelOf(lobe, wo.z), 1};
            } else if (!sampleReflection(lobe, wo, u, result.wi, f)) {
                return false;
            }
            result.isTransmission = lobe.mirrored;
            break;
        case LobeKind::kDielectric: {
            DielectricSample s;
            if (!sampleDielectric(lobe, lobe.tilted ? bsdf.coat.frame.toLocal(wo) : wo, uLobe, u, s)) return false;
            result.wi = lobe.tilted ? bsdf.coat.frame.toWorld(s.wi) : s.wi;
            if (lobe.tilted && !(result.wi.z > 0)) return false;
            f = s.f;
            result.isTransmission = s.isTransmission;
            if (s.isTransmission) result.eta = lobe.eta;
            break;
        }
        case LobeKind::kMeasured:
            if (!sampleMeasured(lobe, wo, uLobe, u, result.wi)) return false;
            f = evaluateMeasured(lobe, wo, result.wi);
            break;
        case LobeKind::kFuzz:
            result.wi = sampleFuzz(lobe, wo, u);
            if (!(result.wi.z > 0)) return false;
            f = evaluateFuzz(lobe, wo, result.wi);
            break;
        case LobeKind::kPass:
            result.wi = -wo;
            f = {lobe.weight, 1};
            result.isTransmission = true;
            break;
        case LobeKind::kSubsurface:
            result.roughness = 1;
            result.wi = sampleDiffuse({}, wo, u);
            if (!(result.wi.z > 0)) return false;
            result.wi.z = -result.wi.z;
            f = {lobe.weight, 1};
            result.isTransmission = result.entersSubsurface = true;
            break;
    }
    if (lobe.coated && bsdf.coat.absorbs) {
        // What wanders in the body comes up through the coat again, diffuse.
        f.value *= throughCoat(bsdf.coat, result.entersSubsurface ? vec3(0, 0, 0.7F) : result.wi);
    }
    return true;
}

}  // namespace

bool sample(const Bsdf& bsdf, vec3 wo, float uLobe, vec2 u, BsdfSample& result) {
    int chosen = 0;
    BsdfEval f;
    if (!sampleLobe(bsdf, wo, uLobe, u, result, chosen, f)) return false;
    const Lobe& lobe = bsdf.lobes[chosen];
    f.pdf *= lobe.probability;
    if (!lobe.isDelta) {
        for (int i = 0; i < bsdf.lobeCount; ++i) {
            if (i == chosen) continue;
            const BsdfEval other = evaluateLobe(bsdf.coat, bsdf.lobes[i], wo, result.wi);
            f.value += other.value;
            f.pdf += bsdf.lobes[i].probability * other.pdf;
        }
    }
    if (!(f.pdf > 0)) return false;
    result.weight = f.value / f.pdf;
    result.pdf = lobe.isDelta ? 0 : f.pdf;
    return !isBlack(result.weight);
}

Bsdf subsurfaceExit() {
    Bsdf bsdf;
    bsdf.lobeCount = 1;
    bsdf.lobes[0] = {};
    Lobe& lobe = bsdf.lobes[0];
    lobe.kind = LobeKind::kDiffuse;
    lobe.mirrored = true;
    lobe.probability = 1;
    lobe.weight = lobe.f0 = lobe.albedo = grey(1);
    return bsdf;
}

Rgb albedo(const Bsdf& bsdf, vec3 /*wo*/) {
    Rgb sum;
    for (int i = 0; i < bsdf.lobeCount; ++i) sum += bsdf.lobes[i].albedo;
    return sum;
}

}  // namespace raypool
