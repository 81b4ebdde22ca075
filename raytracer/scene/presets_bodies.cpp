// What light goes into: glasses and crystals, liquids, and translucent bodies.
#include <algorithm>
#include <cmath>

#include "raytracer/core/elementary.h"
#include "raytracer/scene/presets.h"

namespace raypool {
namespace {

/// abbe 0: none is published that could be found, so that colours are not split.
void asClear(OpenPbrDesc& m, float ior, float abbe) {
    m.specularRoughness = 0;
    m.specularIor = ior;
    m.transmissionWeight = 1;
    if (!(abbe > 0)) return;
    m.transmissionDispersionScale = 1;
    m.transmissionDispersionAbbeNumber = abbe;
}

/// sigmaA, sigmaS: absorption and reduced scattering, per millimetre, as tables have them. OpenPBR's depth is the mean
/// free path of the channel that is weakened most, so that its colour is well above 0.
void asLiquid(OpenPbrDesc& m, float ior, Rgb sigmaA, Rgb sigmaS) {
    asClear(m, ior, 0);
    const Rgb sigmaT = sigmaA + sigmaS;
    const float depth = 1 / std::max({sigmaT.r, sigmaT.g, sigmaT.b});
    m.transmissionDepth = depth * 1e-3F;
    m.transmissionColor = Rgb{exp(-sigmaT.r * depth), exp(-sigmaT.g * depth), exp(-sigmaT.b * depth)};
    m.transmissionScatter = sigmaS * depth;
}

/// The multiple-scattering albedo of an endless medium: Kulla and Conty 2017 ("Revisiting physically based shading at
/// Imageworks"), after van de Hulst. mediumOf() goes the other way.
float multipleAlbedo(float sigmaA, float sigmaS) {
    const float s = std::sqrt(sigmaA / (sigmaA + sigmaS));
    return (1 - s) * (1 - 0.139F * s) / (1 + 1.17F * s);
}
void asTranslucent(OpenPbrDesc& m, float ior, float roughness, Rgb sigmaA, Rgb sigmaS) {
    m.specularIor = ior;
    m.specularRoughness = roughness;
    m.subsurfaceWeight = 1;
    m.subsurfaceColor = Rgb{multipleAlbedo(sigmaA.r, sigmaS.r), multipleAlbedo(sigmaA.g, sigmaS.g), multipleAlbedo(sigmaA.b, sigmaS.b)};
    const Rgb path{1 / (sigmaA.r + sigmaS.r), 1 / (sigmaA.g + sigmaS.g), 1 / (sigmaA.b + sigmaS.b)};   // millimetres
    const float longest = std::max({path.r, path.g, path.b});
    m.subsurfaceRadius = longest * 1e-3F;
    m.subsurfaceRadiusScale = path / longest;
}

using Kind = MaterialPreset::Kind;

constexpr MaterialPreset kBodies[] = {
    {"glass", "Soda-lime glass, of windows and bottles", Kind::kClear, "refractiveindex.info (CC0): 3d/glass/soda-lime-clear, by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asClear(m, 1.52F, 64); }},
    {"bk7", "BK7, a crown glass of lenses", Kind::kClear, "Schott, N-BK7",
     [](OpenPbrDesc& m) { asClear(m, 1.5168F, 64.17F); }},
    {"f2", "F2, a flint glass", Kind::kClear, "Schott, F2",
     [](OpenPbrDesc& m) { asClear(m, 1.62004F, 36.37F); }},
    {"sf11", "SF11, a dense flint glass of prisms", Kind::kClear, "Schott, N-SF11",
     [](OpenPbrDesc& m) { asClear(m, 1.78472F, 25.68F); }},
    {"fused_silica", "Fused silica, quartz glass", Kind::kClear, "Malitson 1965",
     [](OpenPbrDesc& m) { asClear(m, 1.4585F, 67.82F); }},
    {"diamond", "Diamond", Kind::kClear, "Peter 1923, by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asClear(m, 2.4168F, 55.3F); }},
    {"sapphire", "Sapphire, pale blue; its corundum alone is colourless", Kind::kClear, "refractiveindex.info (CC0): 3d/crystals/sapphire; colour: physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asClear(m, 1.7682F, 72.2F); m.transmissionColor = Rgb{0.67F, 0.764F, 0.855F}; }},
    {"quartz", "Rock crystal (ordinary ray)", Kind::kClear, "Ghosh 1999: its formula at the lines F, d and C",
     [](OpenPbrDesc& m) { asClear(m, 1.5443F, 69.66F); }},
    {"salt", "Rock salt", Kind::kClear, "refractiveindex.info (CC0): 3d/crystals/salt, by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asClear(m, 1.5441F, 42.89F); }},
    {"ice", "Clear ice", Kind::kClear, "refractiveindex.info (CC0): 3d/crystals/ice, by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asClear(m, 1.3098F, 64.87F); }},
    {"amber", "Amber", Kind::kAppearance, "physicallybased.info (CC0): not measured",
     [](OpenPbrDesc& m) { asClear(m, 1.5F, 0); m.transmissionColor = Rgb{0.83F, 0.288F, 0.036F}; }},
    {"acrylic", "Acrylic glass (PMMA)", Kind::kClear, "refractiveindex.info (CC0): 3d/plastics/pmma, by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asClear(m, 1.4905F, 53.18F); }},
    {"polycarbonate", "Polycarbonate", Kind::kClear, "refractiveindex.info (CC0): 3d/plastics/pc, by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asClear(m, 1.5848F, 27.86F); }},
    {"pet", "PET, of bottles", Kind::kClear, "Zhang et al. 2020",
     [](OpenPbrDesc& m) { asClear(m, 1.575F, 0); }},
    {"water", "Water: colourless at the size of a glass", Kind::kClear, "Daimon and Masumura 2007, by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asClear(m, 1.3325F, 55.78F); }},
    {"cooking_oil", "Vegetable oil", Kind::kClear, "index: Ting Ting, The Physics Factbook; colour: physicallybased.info (CC0), not measured",
     [](OpenPbrDesc& m) { asClear(m, 1.47F, 0); m.transmissionColor = Rgb{0.738F, 0.687F, 0.091F}; }},
    {"honey", "Liquid honey", Kind::kClear, "index: Tomasik 2003, 13 % water; colour: physicallybased.info (CC0), not measured",
     [](OpenPbrDesc& m) { asClear(m, 1.504F, 0); m.transmissionColor = Rgb{0.831F, 0.571F, 0.037F}; }},
    {"gasoline", "Gasoline", Kind::kClear, "index: Butcher et al. 2013; colour: physicallybased.info (CC0), not measured",
     [](OpenPbrDesc& m) { asClear(m, 1.427F, 0); m.transmissionColor = Rgb{1, 0.97F, 0.617F}; }},
    {"beer", "Lager beer", Kind::kLiquid, "absorption, scattering: Narasimhan et al. 2006 (diluted); index: usual",
     [](OpenPbrDesc& m) { asLiquid(m, 1.345F, {0.011492F, 0.024911F, 0.057786F}, {2.4356e-05F, 2.4079e-05F, 1.0564e-05F}); }},
    {"white_wine", "Chardonnay", Kind::kLiquid, "absorption, scattering: Narasimhan et al. 2006 (diluted); index: usual",
     [](OpenPbrDesc& m) { asLiquid(m, 1.345F, {0.010782F, 0.011855F, 0.023997F}, {1.7982e-05F, 1.3758e-05F, 1.2023e-05F}); }},
    {"red_wine", "Merlot", Kind::kLiquid, "absorption, scattering: Narasimhan et al. 2006 (diluted); index: usual",
     [](OpenPbrDesc& m) { asLiquid(m, 1.345F, {0.11632F, 0.25191F, 0.29434F}, {2.1129e-05F, 0, 0}); }},
    {"cola", "Cola", Kind::kLiquid, "absorption, scattering: Narasimhan et al. 2006 (diluted); index: usual",
     [](OpenPbrDesc& m) { asLiquid(m, 1.345F, {0.10014F, 0.16503F, 0.2468F}, {8.9053e-05F, 8.372e-05F, 0}); }},
    {"apple_juice", "Apple juice", Kind::kLiquid, "absorption, scattering: Narasimhan et al. 2006 (diluted); index: usual",
     [](OpenPbrDesc& m) { asLiquid(m, 1.345F, {0.012957F, 0.023741F, 0.052184F}, {0.00013612F, 0.00015836F, 0.000227F}); }},
    {"cranberry_juice", "Cranberry juice", Kind::kLiquid, "absorption, scattering: Narasimhan et al. 2006 (diluted); index: usual",
     [](OpenPbrDesc& m) { asLiquid(m, 1.345F, {0.039437F, 0.094223F, 0.12426F}, {0.00010402F, 0.00011646F, 7.8139e-05F}); }},
    {"grape_juice", "Grape juice", Kind::kLiquid, "absorption, scattering: Narasimhan et al. 2006 (diluted); index: usual",
     [](OpenPbrDesc& m) { asLiquid(m, 1.345F, {0.10404F, 0.23958F, 0.29325F}, {5.382e-05F, 0, 0}); }},
    {"grapefruit_juice", "White grapefruit juice, cloudy", Kind::kLiquid, "absorption, scattering: Narasimhan et al. 2006 (diluted); index: usual",
     [](OpenPbrDesc& m) { asLiquid(m, 1.345F, {0.0138F, 0.018831F, 0.056781F}, {0.22826F, 0.23998F, 0.32748F}); }},
    {"coffee", "Espresso", Kind::kLiquid, "absorption, scattering: Narasimhan et al. 2006 (diluted); index: usual",
     [](OpenPbrDesc& m) { asLiquid(m, 1.34F, {4.7984F, 6.5751F, 8.8493F}, {0.72378F, 0.84557F, 1.0247F}); }},
    {"shampoo", "Shampoo", Kind::kLiquid, "absorption, scattering: Narasimhan et al. 2006 (diluted); index: usual",
     [](OpenPbrDesc& m) { asLiquid(m, 1.4F, {0.014107F, 0.045693F, 0.061717F}, {0.0007176F, 0.0008303F, 0.0009016F}); }},
    {"sea_water", "Water of the Pacific, from its surface", Kind::kLiquid, "absorption, scattering: Narasimhan et al. 2006 (diluted); index: usual",
     [](OpenPbrDesc& m) { asLiquid(m, 1.339F, {0.031845F, 0.031324F, 0.030147F}, {0.0001764F, 0.00032095F, 0.00019617F}); }},
    {"milk", "Whole milk", Kind::kTranslucent, "absorption, reduced scattering: Jensen et al. 2001; index and roughness: usual (Jaaskelainen et al. 2001)",
     [](OpenPbrDesc& m) { asTranslucent(m, 1.348F, 0, {0.0011F, 0.0024F, 0.014F}, {2.55F, 3.21F, 3.77F}); }},
    {"skim_milk", "Skimmed milk", Kind::kTranslucent, "absorption, reduced scattering: Jensen et al. 2001; index and roughness: usual",
     [](OpenPbrDesc& m) { asTranslucent(m, 1.345F, 0, {0.0014F, 0.0025F, 0.0142F}, {0.7F, 1.22F, 1.9F}); }},
    {"chocolate_milk", "Chocolate milk", Kind::kTranslucent, "absorption, reduced scattering: Narasimhan et al. 2006; index: usual",
     [](OpenPbrDesc& m) { asTranslucent(m, 1.348F, 0, {0.010063F, 0.043125F, 0.14375F}, {1.4585F, 2.1289F, 2.9527F}); }},
    {"soy_milk", "Soy milk", Kind::kTranslucent, "absorption, reduced scattering: Narasimhan et al. 2006; index: usual",
     [](OpenPbrDesc& m) { asTranslucent(m, 1.345F, 0, {0.0019167F, 0.0095833F, 0.065167F}, {0.59223F, 0.73866F, 1.4693F}); }},
    {"cream", "Cream", Kind::kTranslucent, "absorption, reduced scattering: Jensen et al. 2001; index and roughness: usual",
     [](OpenPbrDesc& m) { asTranslucent(m, 1.35F, 0.1F, {0.0002F, 0.0028F, 0.0163F}, {7.38F, 5.47F, 3.15F}); }},
    {"ketchup", "Ketchup", Kind::kTranslucent, "absorption, reduced scattering: Jensen et al. 2001; index and roughness: usual",
     [](OpenPbrDesc& m) { asTranslucent(m, 1.38F, 0.1F, {0.061F, 0.97F, 1.45F}, {0.18F, 0.07F, 0.03F}); }},
    {"marble", "Marble, polished", Kind::kTranslucent, "absorption, reduced scattering: Jensen et al. 2001; index and roughness: usual",
     [](OpenPbrDesc& m) { asTranslucent(m, 1.5F, 0.05F, {0.0021F, 0.0041F, 0.0071F}, {2.19F, 2.62F, 3}); }},
    {"apple", "Flesh of an apple", Kind::kTranslucent, "absorption, reduced scattering: Jensen et al. 2001; index and roughness: usual",
     [](OpenPbrDesc& m) { asTranslucent(m, 1.38F, 0.4F, {0.003F, 0.0034F, 0.046F}, {2.29F, 2.39F, 1.97F}); }},
    {"potato", "Potato", Kind::kTranslucent, "absorption, reduced scattering: Jensen et al. 2001; index and roughness: usual",
     [](OpenPbrDesc& m) { asTranslucent(m, 1.38F, 0.5F, {0.0024F, 0.009F, 0.12F}, {0.68F, 0.7F, 0.55F}); }},
    {"chicken", "Chicken, raw", Kind::kTranslucent, "absorption, reduced scattering: Jensen et al. 2001; index and roughness: usual",
     [](OpenPbrDesc& m) { asTranslucent(m, 1.38F, 0.35F, {0.015F, 0.077F, 0.19F}, {0.15F, 0.21F, 0.38F}); }},
    {"skin", "Skin, the lighter of two samples", Kind::kTranslucent, "absorption, reduced scattering: Jensen et al. 2001; index and roughness: usual",
     [](OpenPbrDesc& m) { asTranslucent(m, 1.4F, 0.5F, {0.013F, 0.07F, 0.145F}, {1.09F, 1.59F, 1.79F}); }},
    {"skin_dark", "Skin, the darker of two samples", Kind::kTranslucent, "absorption, reduced scattering: Jensen et al. 2001; index and roughness: usual",
     [](OpenPbrDesc& m) { asTranslucent(m, 1.4F, 0.5F, {0.032F, 0.17F, 0.48F}, {0.74F, 0.88F, 1.01F}); }},
};

}  // namespace

std::span<const MaterialPreset> bodyPresets() { return kBodies; }

}  // namespace raypool
