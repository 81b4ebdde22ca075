// Metals: reflectance at normal incidence and the F82 tint of OpenPBR, integrated over the spectrum from published n and k
// (tables of refractiveindex.info, CC0) as physicallybased.info (CC0) has them, in linear Rec. 709. The cited tables are
// where n and k are from. F82 rather than n and k per channel: three numbers of n and k cannot stand for a spectrum.
#include "raytracer/scene/presets.h"

namespace raypool {
namespace {

void asMetal(OpenPbrDesc& m, Rgb reflectance, Rgb tint) {
    m.baseMetalness = 1;
    m.baseColor = reflectance;
    m.specularColor = tint;
    m.specularRoughness = 0;
}

using Kind = MaterialPreset::Kind;

constexpr MaterialPreset kMetals[] = {
    {"silver", "Silver", Kind::kMetal, "n, k: Babar and Weaver 2015; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.991F, 0.985F, 0.974F}, {0.994F, 0.995F, 0.998F}); }},
    {"gold", "Gold", Kind::kMetal, "n, k: Babar and Weaver 2015; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {1, 0.773F, 0.307F}, {0.971F, 1, 0.994F}); }},
    {"copper", "Copper", Kind::kMetal, "n, k: Johnson and Christy 1972; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.932F, 0.623F, 0.522F}, {0.982F, 0.947F, 0.945F}); }},
    {"aluminium", "Aluminium, as on mirrors", Kind::kMetal, "n, k: Cheng et al. 2016; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.916F, 0.923F, 0.924F}, {0.91F, 0.936F, 0.959F}); }},
    {"iron", "Iron", Kind::kMetal, "n, k: refractiveindex.info, 3d/metals/iron; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.53F, 0.513F, 0.494F}, {0.765F, 0.767F, 0.802F}); }},
    {"titanium", "Titanium", Kind::kMetal, "n, k: Palm et al. 2018; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.441F, 0.4F, 0.361F}, {0.865F, 0.906F, 0.946F}); }},
    {"chromium", "Chromium, of chromed parts", Kind::kMetal, "n, k: Sytchkova et al. 2021; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.654F, 0.685F, 0.701F}, {0.688F, 0.728F, 0.798F}); }},
    {"nickel", "Nickel", Kind::kMetal, "n, k: Johnson and Christy 1974; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.697F, 0.641F, 0.563F}, {0.815F, 0.834F, 0.871F}); }},
    {"platinum", "Platinum", Kind::kMetal, "n, k: Werner et al. 2009, calculated by density functional theory; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.765F, 0.73F, 0.676F}, {0.793F, 0.815F, 0.84F}); }},
    {"palladium", "Palladium", Kind::kMetal, "n, k: Palm et al. 2018; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.734F, 0.7036F, 0.662F}, {0.811F, 0.836F, 0.872F}); }},
    {"brass", "Brass, copper with zinc", Kind::kMetal, "n, k: refractiveindex.info, 3d/metals/brass; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.91F, 0.778F, 0.423F}, {0.952F, 0.979F, 1}); }},
    {"stainless_steel", "Stainless steel", Kind::kMetal, "n, k: refractiveindex.info, 3d/metals/stainless_steel; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.669F, 0.639F, 0.598F}, {0.789F, 0.823F, 0.87F}); }},
    {"tungsten", "Tungsten", Kind::kMetal, "n, k: Werner et al. 2009, calculated by density functional theory; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.537F, 0.536F, 0.519F}, {0.695F, 0.704F, 0.714F}); }},
    {"cobalt", "Cobalt", Kind::kMetal, "n, k: Werner et al. 2009, calculated by density functional theory; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.699F, 0.704F, 0.671F}, {0.727F, 0.772F, 0.823F}); }},
    {"zinc", "Zinc", Kind::kMetal, "n, k: Werner et al. 2009, calculated by density functional theory; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.808F, 0.844F, 0.865F}, {0.762F, 0.833F, 0.896F}); }},
    {"lead", "Lead", Kind::kMetal, "n, k: Werner et al. 2009, calculated by density functional theory; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.626F, 0.64F, 0.693F}, {0.758F, 0.773F, 0.799F}); }},
    {"mercury", "Mercury, liquid", Kind::kMetal, "n, k: refractiveindex.info, 3d/metals/mercury; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.781F, 0.78F, 0.778F}, {0.813F, 0.852F, 0.902F}); }},
    {"iridium", "Iridium", Kind::kMetal, "n, k: Schmitt et al. 2022; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.745F, 0.734F, 0.704F}, {0.759F, 0.781F, 0.81F}); }},
    {"magnesium", "Magnesium", Kind::kMetal, "n, k: Hagemann et al. 1974; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.956F, 0.953F, 0.95F}, {0.954F, 0.964F, 0.977F}); }},
    {"molybdenum", "Molybdenum", Kind::kMetal, "n, k: Werner et al. 2009, calculated by density functional theory; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.589F, 0.612F, 0.594F}, {0.683F, 0.696F, 0.726F}); }},
    {"vanadium", "Vanadium", Kind::kMetal, "n, k: Werner et al. 2009, calculated by density functional theory; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.534F, 0.526F, 0.546F}, {0.705F, 0.715F, 0.695F}); }},
    {"beryllium", "Beryllium", Kind::kMetal, "n, k: Rakic et al. 1998; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.539F, 0.533F, 0.534F}, {0.731F, 0.738F, 0.755F}); }},
    {"silicon", "Silicon", Kind::kMetal, "n, k: Aspnes and Studna 1983; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.345F, 0.369F, 0.426F}, {0.72F, 0.701F, 0.663F}); }},
    {"germanium", "Germanium", Kind::kMetal, "n, k: Aspnes and Studna 1983; integrated by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asMetal(m, {0.5F, 0.517F, 0.465F}, {0.62F, 0.653F, 0.701F}); }},
    {"anodized_titanium", "Titanium under a film of its oxide", Kind::kMetal,
     "titanium: n, k of Palm et al. 2018, integrated by physicallybased.info (CC0); film: anatase, Jolivet, n 2.488; its thickness, of 0.02 to 0.3 um, chosen",
     [](OpenPbrDesc& m) {
         asMetal(m, {0.441F, 0.4F, 0.361F}, {0.865F, 0.906F, 0.946F});
         m.thinFilmWeight = 1;
         m.thinFilmIor = 2.488F;
         m.thinFilmThickness = 0.06F;
     }},
};

}  // namespace

std::span<const MaterialPreset> metalPresets() { return kMetals; }

}  // namespace raypool
