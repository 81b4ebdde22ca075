// Surfaces of which only the colour counts, and composed appearances.
#include "raytracer/scene/presets.h"

namespace raypool {
namespace {

void asSurface(OpenPbrDesc& m, Rgb color, float roughness, float ior) {
    m.baseColor = color;
    m.specularRoughness = roughness;
    m.specularIor = ior;
}

using Kind = MaterialPreset::Kind;

constexpr MaterialPreset kSurfaces[] = {
    {"porcelain", "Glazed porcelain", Kind::kMeasured, "spectrophotometer, Palmqvist, physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.745F, 0.745F, 0.723F}, 0, 1.5F); }},
    {"rubber", "Black rubber, of a tyre", Kind::kMeasured, "spectrophotometer, Palmqvist, physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.023F, 0.023F, 0.023F}, 0.7F, 1.5F); }},
    {"brick", "Brick", Kind::kMeasured, "spectrophotometer, Palmqvist, physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.262F, 0.095F, 0.061F}, 0.9F, 1.5F); }},
    {"terracotta", "Terracotta", Kind::kMeasured, "spectrophotometer, Palmqvist, physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.555F, 0.212F, 0.11F}, 0.8F, 1.5F); }},
    {"blackboard", "Blackboard", Kind::kMeasured, "spectrophotometer, Palmqvist, physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.039F, 0.039F, 0.039F}, 0.9F, 1.5F); }},
    {"whiteboard", "Whiteboard", Kind::kMeasured, "spectrophotometer, Palmqvist, physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.869F, 0.867F, 0.771F}, 0, 1.5F); }},
    {"egg_shell", "Egg shell, white", Kind::kMeasured, "spectrophotometer, Palmqvist, physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.61F, 0.624F, 0.631F}, 0.9F, 1.5F); }},
    {"egg_shell_brown", "Egg shell, brown", Kind::kMeasured, "spectrophotometer, Palmqvist, physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.493F, 0.248F, 0.123F}, 0.9F, 1.5F); }},
    {"toothpaste", "Toothpaste", Kind::kMeasured, "spectrophotometer, Palmqvist, physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.9325F, 0.9369F, 0.9286F}, 0.1F, 1.5F); }},
    {"chocolate", "Chocolate", Kind::kMeasured, "spectrophotometer, Palmqvist, physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.162F, 0.091F, 0.06F}, 0.5F, 1.5F); }},
    {"orange", "Orange, its skin", Kind::kMeasured, "spectrophotometer, Palmqvist, physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.615F, 0.205F, 0.01F}, 0.5F, 1.5F); }},
    {"lemon", "Lemon, its skin", Kind::kMeasured, "spectrophotometer, Palmqvist, physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.617F, 0.366F, 0.045F}, 0.5F, 1.5F); }},
    {"banana", "Banana, its skin", Kind::kMeasured, "spectraldb.com, Jakubiec, by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.634F, 0.532F, 0.111F}, 0.5F, 1.5F); }},
    {"asphalt", "Asphalt, fresh", Kind::kMeasured, "spectraldb.com, Jakubiec, by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.0429F, 0.0414F, 0.0401F}, 0.5F, 1.6F); }},
    {"grass", "Grass", Kind::kMeasured, "spectraldb.com, Jakubiec, by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.105F, 0.133F, 0.041F}, 0.5F, 1.5F); }},
    {"polystyrene", "Polystyrene foam", Kind::kMeasured, "spectraldb.com, Jakubiec, by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.8393F, 0.8384F, 0.841F}, 0.5F, 1.6F); }},
    {"concrete", "Concrete", Kind::kMeasured, "Lagarde 2011, by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.51F, 0.51F, 0.51F}, 0.5F, 1.5F); }},
    {"sand", "Sand", Kind::kMeasured, "Lagarde 2011, by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.44F, 0.386F, 0.23074F}, 0.9F, 1.5F); }},
    {"charcoal", "Charcoal", Kind::kMeasured, "Lagarde 2011, by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.02F, 0.02F, 0.02F}, 0.9F, 1.5F); }},
    {"snow", "Snow", Kind::kMeasured, "Lagarde 2011, by physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.85F, 0.85F, 0.85F}, 0.5F, 1.3098F); }},
    {"gray_card", "Photographer's gray card", Kind::kMeasured, "18 % by definition",
     [](OpenPbrDesc& m) { asSurface(m, {0.18F, 0.18F, 0.18F}, 0.9F, 1.5F); }},
    {"musou_black", "A very black paint", Kind::kMeasured, "spectrophotometer, Palmqvist, physicallybased.info (CC0)",
     [](OpenPbrDesc& m) { asSurface(m, {0.006F, 0.006F, 0.006F}, 0.9F, 1.5F); }},
    {"spectralon", "Spectralon, a white standard", Kind::kMeasured, "Labsphere: reflectance 99 %",
     [](OpenPbrDesc& m) { asSurface(m, {0.99F, 0.99F, 0.99F}, 0.99F, 1.35F); }},
    {"paper", "A sheet of office paper, with light from behind", Kind::kMeasured,
     "colour: spectrophotometer, Palmqvist, physicallybased.info (CC0); share of subsurface scattering: chosen",
     [](OpenPbrDesc& m) {
         asSurface(m, {0.794F, 0.834F, 0.884F}, 0.8F, 1.5F);
         m.geometryThinWalled = true;
         m.subsurfaceWeight = 0.6F;
         m.subsurfaceColor = Rgb{0.794F, 0.834F, 0.884F};
     }},
    {"leaf", "A green leaf, with light from behind", Kind::kAppearance, "chosen by eye",
     [](OpenPbrDesc& m) {
         asSurface(m, {0.1F, 0.22F, 0.04F}, 0.4F, 1.45F);
         m.geometryThinWalled = true;
         m.subsurfaceWeight = 0.8F;
         m.subsurfaceColor = Rgb{0.22F, 0.4F, 0.05F};
     }},
    {"plastic", "White plastic; give it a base_color", Kind::kAppearance, "index: polyurethane 1.5 to 1.6; the rest by eye",
     [](OpenPbrDesc& m) { asSurface(m, {0.8F, 0.8F, 0.8F}, 0.2F, 1.5F); }},
    {"car_paint", "Red paint with flakes under clear lacquer; give it a base_color", Kind::kAppearance,
     "index of the lacquer: polyurethane, 1.5; the rest by eye",
     [](OpenPbrDesc& m) {
         asSurface(m, {0.6F, 0.02F, 0.02F}, 0.4F, 1.5F);
         m.baseMetalness = 0.3F;
         m.coatWeight = 1;
         m.coatIor = 1.5F;
     }},
    {"pearl", "A pearl, nacre", Kind::kAppearance, "indices, film: Ozaki et al. 2021 and others, by physicallybased.info (CC0); colour by eye",
     [](OpenPbrDesc& m) {
         asSurface(m, {0.8F, 0.75F, 0.7F}, 0.35F, 1.68F);
         m.thinFilmWeight = 1;
         m.thinFilmThickness = 0.4F;
         m.thinFilmIor = 2;
     }},
    {"soap_bubble", "A soap bubble, half a micrometre thick", Kind::kAppearance,
     "index of soapy water, thickness 0.01 to 1 um: physicallybased.info (CC0)",
     [](OpenPbrDesc& m) {
         asSurface(m, {1, 1, 1}, 0, 1.001F);
         m.transmissionWeight = 1;
         m.geometryThinWalled = true;
         m.thinFilmWeight = 1;
         m.thinFilmThickness = 0.5F;
         m.thinFilmIor = 1.4F;
     }},
    {"velvet", "Dark red velvet; give it a base_color and a fuzz_color", Kind::kAppearance, "chosen by eye",
     [](OpenPbrDesc& m) {
         asSurface(m, {0.1F, 0.005F, 0.01F}, 0.9F, 1.5F);
         m.specularWeight = 0.2F;
         m.fuzzWeight = 1;
         m.fuzzColor = Rgb{0.7F, 0.1F, 0.15F};
         m.fuzzRoughness = 0.4F;
     }},
    {"wax", "White wax of candles", Kind::kAppearance, "index: paraffin, 1.43; the rest by eye",
     [](OpenPbrDesc& m) {
         asSurface(m, {0.9F, 0.85F, 0.7F}, 0.4F, 1.43F);
         m.subsurfaceWeight = 1;
         m.subsurfaceColor = Rgb{0.9F, 0.85F, 0.7F};
         m.subsurfaceRadius = 0.005F;
         m.subsurfaceRadiusScale = Rgb{1, 0.7F, 0.4F};
     }},
    {"jade", "Green jade, polished", Kind::kAppearance, "index: nephrite, 1.61; the rest by eye",
     [](OpenPbrDesc& m) {
         asSurface(m, {0.3F, 0.6F, 0.35F}, 0.1F, 1.61F);
         m.subsurfaceWeight = 1;
         m.subsurfaceColor = Rgb{0.3F, 0.6F, 0.35F};
         m.subsurfaceRadius = 0.003F;
         m.subsurfaceRadiusScale = Rgb{0.6F, 1, 0.6F};
     }},
    {"bone", "Bone", Kind::kAppearance, "physicallybased.info (CC0): not measured",
     [](OpenPbrDesc& m) { asSurface(m, {0.793F, 0.793F, 0.664F}, 0.9F, 1.5F); }},
};

}  // namespace

std::span<const MaterialPreset> surfacePresets() { return kSurfaces; }

}  // namespace raypool
