#include "raytracer/materials/openpbr.h"

#include "raytracer/materials/fresnel.h"
#include "raytracer/materials/lobe_coat.h"

namespace raypool {
namespace {

/// The base's index ratio under a coat of partial presence (OpenPBR 1.1, section 3.9). inverted: below a denser coat the
/// ratio is turned round, since the coat bends light away from the angles of total reflection.
float coatedRatio(float ior, float exteriorIor, const OverBase& over, bool inverted) {
    const float bare = ior / exteriorIor;
    if (!(over.coatWeight > 0)) return bare;
    float covered = bare / over.coatIor;
    if (inverted && covered < 1) covered = 1 / covered;
    return lerp(over.coatWeight, bare, covered);
}

/// Calls add(share of the surface) without the film and with it.
template <class Add>
void withAndWithoutFilm(BsdfBuilder& builder, const Material& m, const ThinFilm& film, Add add) {
    const float filmed = m.thinFilmThickness > 0 && m.thinFilmIor > 0 ? clamp(m.thinFilmWeight, 0, 1) : 0;
    if (filmed < 1) add(1 - filmed, false);
    if (!(filmed > 0)) return;
    builder.setFilm(film);
    add(filmed, true);
    builder.setFilm({});
}

ThinFilm filmOf(const Material& m, float exteriorIor, const OverBase& over) {
    ThinFilm film;
    film.thickness = m.thinFilmThickness;
    film.ior = m.thinFilmIor / exteriorIor;
    film.outside = lerp(over.coatWeight, 1, over.coatIor);
    return film;
}

/// Share of the light from below a coat that the base sends back, at normal incidence; what goes through a clear base is not
/// lost to it.
Rgb baseAlbedo(const Material& m, float fresnelEta) {
    const float metal = clamp(m.baseMetalness, 0, 1), clear = clamp(m.transmissionWeight, 0, 1);
    const float reflected = normalReflectance(fresnelEta);
    const Rgb opaque = lerp(clamp(m.subsurfaceWeight, 0, 1), m.baseColor * m.baseWeight, m.subsurfaceColor);
    const Rgb passed = m.transmissionDepth > 0 ? Rgb{1, 1, 1} : m.transmissionColor;
    const Rgb dielectric = grey(reflected) + lerp(clear, opaque, passed) * (1 - reflected);
    return lerp(metal, dielectric, m.baseColor * (m.baseWeight * m.specularWeight));
}

/// Under a denser outside there would be total reflection; the same inversion as for the base.
float coatEta(float ior) { return ior >= 1 ? ior : 1 / ior; }

/// Optical depth of a coat along its normal. The colour is that of two passages, straight down and up; no colour is so deep
/// that nothing comes through.
Rgb coatDepth(Rgb color) {
    const auto depth = [](float c) { return c < 1 ? -0.5F * log(clamp(c, 1e-6F, 1)) : 0; };
    return {depth(color.r), depth(color.g), depth(color.b)};
}

/// The coat's lobe, and what it leaves to the base (OpenPBR 1.1, section 3.9).
void addCoatLayer(BsdfBuilder& builder, const Material& m, vec3 wo, bool outside, float exteriorIor, OverBase& over) {
    const float weight = clamp(m.coatWeight, 0, 1);
    if (!(weight > 0)) return;
    over.coatWeight = weight;
    over.coatIor = m.coatIor / exteriorIor;
    const float eta = coatEta(over.coatIor);

    const float r = clamp(m.specularRoughness, 0, 1), c = clamp(m.coatRoughness, 0, 1);
    if (c > 0) {
        const float fourth = r * r * r * r + 2 * c * c * c * c;
        builder.setRoughness(lerp(weight, r, std::sqrt(std::sqrt(fourth < 1 ? fourth : 1))));
    }

    CoatLayer& coat = builder.coat();
    coat.depth = coatDepth(m.coatColor);
    coat.absorbs = !isBlack(coat.depth);
    coat.ior = eta;
    coat.onFarSide = !outside;
    coat.bare = grey(1 - weight);
    coat.covered = grey(weight);
    if (outside) {
        const float reflected = builder.addCoat(eta, c, m.coatRoughnessAnisotropy, m.coatNormal, over.weight.r * weight);
        coat.covered = coatTransmittance(coat.depth, wo.z < 1 ? wo.z : 1, eta) * (weight * (1 - reflected));
        const float darkening = weight * clamp(m.coatDarkening, 0, 1);
        if (darkening > 0) {
            const float ratio = coatedRatio(m.specularIor, exteriorIor, over, true);
            const float baseEta = scaledEta(ratio, m.specularWeight);
            const float rough = lerp(clamp(m.baseMetalness, 0, 1), lerp(normalReflectance(baseEta), 1, r), r);
            const Rgb dark = coatDarkening(baseAlbedo(m, baseEta), coatReturn(wo.z < 1 ? wo.z : 1, eta, rough));
            over.weight *= lerp(darkening, grey(1), dark);
        }
    }
    if (coat.absorbs) builder.beginCoated();
    else over.weight *= coat.bare + coat.covered;
}

}  // namespace

void addMetal(BsdfBuilder& builder, const Material& m, Rgb weight, float exteriorIor, const OverBase& over) {
    const Rgb f0 = m.baseColor * m.baseWeight;
    withAndWithoutFilm(builder, m, filmOf(m, exteriorIor, over), [&](float share, bool filmed) {
        const Rgb w = weight * share;
        if (m.conductorFresnel == ConductorFresnel::kComplexIor) {
            // A film knows what lies upon it; a bare metal's index is over that of its surroundings.
            const float outside = filmed ? exteriorIor : exteriorIor * lerp(over.coatWeight, 1, over.coatIor);
            builder.addConductor(LobeFresnel::kComplexIor, m.conductorN / outside, m.conductorK / outside, w);
            return;
        }
        const bool constant = m.conductorFresnel == ConductorFresnel::kConstant;
        const Rgb scaled = constant ? w : w * m.specularWeight;
        if (filmed) {
            Rgb n, k;
            complexIorOf(f0, constant ? Rgb{1, 1, 1} : m.specularColor, n, k);
            builder.addConductor(LobeFresnel::kComplexIor, n, k, scaled);
        } else if (constant) {
            builder.addConductor(LobeFresnel::kConstant, f0, {}, scaled);
        } else {
            builder.addConductor(LobeFresnel::kF82, f0, f82Dip(f0, m.specularColor), scaled);
        }
    });
}

Rgb addInterface(BsdfBuilder& builder, const Material& m, bool frontFacing, float exteriorIor, Rgb weight, float refractionWeight,
                 const OverBase& over) {
    const bool outside = frontFacing || m.thinWalled;
    const float ratio = m.specularIor / exteriorIor;
    float eta = outside ? ratio : 1 / ratio;
    // An opaque base is seen through its interface from the denser side only: no total reflection under a denser outside
    // (OpenPBR 1.1, section 3.9.1, does so for coats).
    if (refractionWeight == 0 && eta < 1) eta = 1 / eta;
    float fresnelEta = eta;
    // From inside, base and coat together reflect about as much as a bare base.
    if (outside && over.coatWeight > 0) fresnelEta = coatedRatio(m.specularIor, exteriorIor, over, true);
    fresnelEta = scaledEta(fresnelEta, m.specularWeight);
    const Rgb tint = outside ? m.specularColor : Rgb{1, 1, 1};
    // With depth, the colour is the medium's.
    const Rgb color = m.transmissionDepth > 0 && !m.thinWalled ? Rgb{1, 1, 1} : m.transmissionColor;

    ThinFilm film = filmOf(m, exteriorIor, over);
    film.fromBelow = !outside && eta < 1;
    film.below = scaledEta(coatedRatio(m.specularIor, exteriorIor, over, false), m.specularWeight) * film.outside;
    Rgb reflected;
    withAndWithoutFilm(builder, m, film, [&](float share, bool) {
        const Rgb w = weight * share;
        reflected += (m.thinWalled && refractionWeight > 0
                          ? builder.addThinDielectric(eta, fresnelEta, tint * w, color * w * refractionWeight)
                          : builder.addDielectric(eta, fresnelEta, tint * w, color * w * refractionWeight, refractionWeight < 1)) * share;
    });
    return reflected;
}

void addSubsurface(BsdfBuilder& builder, const Material& m, bool frontFacing, Rgb weight) {
    if (m.thinWalled) {
        // Reflection and transmission, which the anisotropy shifts (OpenPBR 1.1, "Thin-walled case").
        const float ahead = 0.5F * (1 + clamp(m.subsurfaceScatterAnisotropy, -1, 1));
        builder.addDiffuse(m.subsurfaceColor, m.baseDiffuseRoughness, weight * (1 - ahead));
        builder.addDiffuseTransmission(m.subsurfaceColor, m.baseDiffuseRoughness, weight * ahead);
    } else if (frontFacing && hasSubsurfaceWalk(m)) {
        builder.addSubsurface(m.subsurfaceColor, weight);
    } else {
        // Seen from inside, or as short a way as none.
        builder.addDiffuse(m.subsurfaceColor, m.baseDiffuseRoughness, weight);
    }
}

void addOpenPbr(BsdfBuilder& builder, const Material& m, vec3 wo, bool frontFacing, float exteriorIor) {
    const bool outside = frontFacing || m.thinWalled;
    OverBase over;
    const float fuzz = clamp(m.fuzzWeight, 0, 1);
    if (fuzz > 0 && outside) over.weight = grey(1 - fuzz * builder.addFuzz(m.fuzzColor, m.fuzzRoughness, fuzz));
    addCoatLayer(builder, m, wo, outside, exteriorIor, over);

    const float metal = clamp(m.baseMetalness, 0, 1), dielectric = 1 - metal;
    if (metal > 0) addMetal(builder, m, over.weight * metal, exteriorIor, over);
    if (!(dielectric > 0)) return;
    const float refracted = clamp(m.transmissionWeight, 0, 1);
    const Rgb reflected = addInterface(builder, m, frontFacing, exteriorIor, over.weight * dielectric, refracted, over);
    // Albedo scaling (OpenPBR 1.1, section 3.4): the base gets what the interface does not send back.
    const Rgb below = over.weight * (grey(1) - reflected) * (dielectric * (1 - refracted));
    if (!(maxComponent(below) > 0)) return;
    const float wanders = clamp(m.subsurfaceWeight, 0, 1);
    if (wanders < 1) builder.addDiffuse(m.baseColor * m.baseWeight, m.baseDiffuseRoughness, below * (1 - wanders));
    if (wanders > 0) addSubsurface(builder, m, frontFacing, below * wanders);
}

Rgb emissionThroughLayers(const Material& m, const BsdfTables& tables, vec3 wo, bool frontFacing, float exteriorIor) {
    if ((m.flags & kMaterialCoversEmission) == 0 || !(frontFacing || m.thinWalled) || !(wo.z > 0)) return grey(1);
    Bsdf layers;
    BsdfBuilder builder(layers, m, tables, wo);
    Rgb left = grey(1);
    const float fuzz = clamp(m.fuzzWeight, 0, 1), coat = clamp(m.coatWeight, 0, 1);
    if (fuzz > 0) left *= 1 - fuzz * builder.addFuzz(m.fuzzColor, m.fuzzRoughness, fuzz);
    if (!(coat > 0)) return left;
    const float eta = coatEta(m.coatIor / exteriorIor);
    const float reflected = builder.addCoat(eta, clamp(m.coatRoughness, 0, 1), m.coatRoughnessAnisotropy, m.coatNormal, coat);
    return left * (grey(1 - coat) + coatTransmittance(coatDepth(m.coatColor), wo.z < 1 ? wo.z : 1, eta) * (coat * (1 - reflected)));
}

}  // namespace raypool
