#include "raytracer/scene/native_fields.h"

#include <array>
#include <cmath>

#include "raytracer/core/elementary.h"
#include "raytracer/scene/field_limits.h"
#include "raytracer/scene/presets.h"

namespace raypool {
namespace {

constexpr std::array<std::string_view, 5> kEnvironments{"none", "constant", "gradient", "sky", "image"};
constexpr std::array<std::string_view, 7> kModels{"openpbr", "diffuse", "conductor", "dielectric", "mix", "interface", "measured"};
constexpr std::array<std::string_view, 2> kMaskings{"correlated", "separable"};
constexpr std::array<std::string_view, 2> kFresnels{"microfacet", "shading_normal"};

/// "roughness", or "alpha", its square, as microfacet papers and other renderers name it.
void describeRoughness(Fields& f, Mapped<float>& roughness, std::string_view text) {
    f.number("roughness", roughness, kShare, text);
    std::optional<double> alpha;
    f.number("alpha", alpha, kShare, "The microfacet width itself, instead of its square root `roughness`.");
    f.exclusive({"roughness", "alpha"});
    if (alpha) roughness.value = static_cast<float>(std::sqrt(*alpha));
}

void describeEmission(Fields& f, MaterialDesc& m) {
    f.color("emission_color", m.emissionColor, kFactor, "Colour of the light that the surface gives off.");
    f.number("emission_luminance", m.emissionLuminance, kFactor,
             "How much of it: the radiance is this times `emission_color`. It leaves from the front side.");
    f.boolean("emission_two_sided", m.emissionTwoSided, "Light leaves from the back, too.");
}

void describeSurface(Fields& f, MaterialDesc& m, std::string_view opacityName) {
    describeEmission(f, m);
    f.number(opacityName, m.opacity, kShare, "Share of the rays that meet the surface; the others pass through.");
    f.boolean("two_sided", m.twoSided, "False: seen from behind, the surface is not there.");
}

void describeNormals(Fields& f, MaterialDesc& m, bool isOpenPbr) {
    f.reference(isOpenPbr ? "geometry_normal" : "normal", RefKind::kTexture, m.normalTexture,
                "A normal map: normals in the frame of tangent, bitangent and normal, as glTF has them.");
    f.number("normal_scale", m.normalScale, {-100, 100, ""}, "Factor of the slopes of the normal map.");
    f.reference(isOpenPbr ? "geometry_bump" : "bump", RefKind::kTexture, m.bumpTexture, "A height map.");
    f.number("bump_height", m.bumpHeight, {-kLargest, kLargest, "m"}, "Height where the height map is 1.");
}

/// Where highlights are stretched.
void describeTangent(Fields& f, MaterialDesc& m, bool isOpenPbr) {
    f.reference(isOpenPbr ? "geometry_tangent" : "tangent", RefKind::kTexture, m.tangentTexture,
                "Directions along which highlights are stretched, in red and green: 2 c - 1 along tangent and bitangent.");
    f.number("tangent_rotation", m.tangentRotation, {-1e6, 1e6, "degrees"}, "Turns them, counter-clockwise.");
}

void describeMicrofacets(Fields& f, MaterialDesc& m) {
    f.boolean("multiple_scattering", m.multipleScattering,
              "Keep the light that rough surfaces scatter more than once (energy compensation).");
    f.choice("masking", m.masking, kMaskings,
             "Smith's masking and shadowing: `correlated` in height, or `separable` as some renderers have it.");
    f.choice("fresnel", m.fresnel, kFresnels,
             "Fresnel's term at the `microfacet`, or at the `shading_normal` as some renderers have it.");
}

}  // namespace

// --- Environment and media -----------------------------------------------------------------------------------------

const TypeInfo Type<EnvironmentDesc>::info{"environment", "an environment", "Light from all around, from far away."};
void Type<EnvironmentDesc>::describe(Fields& f, EnvironmentDesc& e) {
    if (f.reading()) e.isDefault = false, e.place = f.place();
    f.tagged("type", kEnvironments, static_cast<size_t>(e.type), 1, [&](size_t i) {
        e.type = static_cast<EnvironmentDesc::Type>(i);
        switch (e.type) {
            case EnvironmentDesc::Type::kBlack: return;
            case EnvironmentDesc::Type::kConstant:
                f.color("color", e.color, kFactor, "Radiance from everywhere.");
                break;
            case EnvironmentDesc::Type::kGradient:
                f.color("zenith", e.zenith, kFactor, "Radiance from straight above.");
                f.color("horizon", e.horizon, kFactor, "Radiance from the horizon.");
                f.color("ground", e.ground, kFactor, "Radiance from straight below.");
                break;
            case EnvironmentDesc::Type::kSky:
                f.number("sun_elevation", e.sunElevation, {-90, 90, "degrees"}, "Height of the sun above the horizon.");
                f.number("sun_azimuth", e.sunAzimuth, {-360, 360, "degrees"}, "From -z (north) towards +x (east).");
                f.number("turbidity", e.turbidity, {1, 10, ""}, "From clear air to haze.");
                f.color("ground_albedo", e.groundAlbedo, kShare, "Share of the light that the ground throws back to the sky.");
                f.boolean("sun_disk", e.sunDisk, "The sun itself, half a degree wide.");
                break;
            case EnvironmentDesc::Type::kImage:
                f.string("path", e.path, "An equirectangular picture: u = 1/2 + atan2(z, x) / 2 pi, the top row is straight above.");
                f.required({"path"});
                if (f.reading()) {
                    e.place = f.place("path");
                    if (f.has("path") && e.path.empty()) f.problem("path", "\"path\" is empty", "a file's name");
                }
                break;
        }
        f.number("intensity", e.intensity, kFactor, "Factor of all of it.");
        f.number("rotation", e.rotation, {-1e6, 1e6, "degrees"}, "Turns it about y, counter-clockwise seen from above.");
        f.boolean("visible_to_camera", e.visibleToCamera, "False: black where the camera sees it; it shines all the same.");
    }, "Which kind.");
}

const TypeInfo Type<MediumDesc>::info{"medium", "a medium", "What fills a space evenly: absorbs light and scatters it."};
void Type<MediumDesc>::describe(Fields& f, MediumDesc& m) {
    if (f.reading()) m.place = f.place();
    const Limits perMetre{0, kLargest, "1/m"};
    f.color("absorption", m.absorption, perMetre, "Coefficient sigma_a.");
    f.color("scattering", m.scattering, perMetre, "Coefficient sigma_s.");
    f.number("anisotropy", m.anisotropy, {-0.999, 0.999, ""},
             "Mean cosine g of the phase function of Henyey and Greenstein; above 0 it scatters ahead.");
    std::optional<Rgb> color;
    std::optional<double> distance;
    f.color("attenuation_color", color, {1e-6, 1, ""}, "What is left of white light after `attenuation_distance`, instead of `absorption`.");
    f.number("attenuation_distance", distance, {1e-7, kLargest, "m"}, "See `attenuation_color`; both as in glTF.");
    f.exclusive({"absorption", "attenuation_color"});
    f.needs("attenuation_color", {"attenuation_distance"});
    f.needs("attenuation_distance", {"attenuation_color"});
    if (color && distance) {
        const auto sigma = [&](float c) { return static_cast<float>(-log(double{c}) / *distance); };
        m.absorption = {sigma(color->r), sigma(color->g), sigma(color->b)};
    }
}

// --- Materials -----------------------------------------------------------------------------------------------------

const TypeInfo Type<MaterialDesc>::info{"material", "a material", "What a surface does with light."};
void Type<MaterialDesc>::describe(Fields& f, MaterialDesc& m) {
    if (f.reading()) m.place = f.place();
    f.tagged("type", kModels, m.model.index(), 0, [&](size_t i) {
        Fields::atIndex(m.model, i, [&](auto& model) { Type<std::decay_t<decltype(model)>>::describe(f, model); });
        const auto type = kModels[i];
        if (type == "mix" || type == "interface") return;
        const bool isOpenPbr = type == "openpbr";
        describeSurface(f, m, isOpenPbr ? "geometry_opacity" : "opacity");
        describeNormals(f, m, isOpenPbr);
        if (type == "diffuse" || type == "measured") return;
        describeTangent(f, m, isOpenPbr);
        if (isOpenPbr) {
            f.reference("geometry_coat_normal", RefKind::kTexture, m.coatNormalTexture,
                        "The coat's own normal map; without it the coat lies as the geometry does.");
            f.number("coat_normal_scale", m.coatNormalScale, {-100, 100, ""}, "Factor of the slopes of the coat's normal map.");
        }
        describeMicrofacets(f, m);
    }, "Which model: OpenPBR, which can be nearly anything, or a plain one.");
}

const TypeInfo Type<OpenPbrDesc>::info{"openpbr", "an OpenPBR material", "OpenPBR Surface 1.1."};
void Type<OpenPbrDesc>::describe(Fields& f, OpenPbrDesc& m) {
    f.preset("preset", presetTexts(), [&](size_t i) { materialPresets()[i].apply(m); },
             "A material by name: values for the other fields, from measurements where there are some. Fields that are there count instead.");
    f.number("base_weight", m.baseWeight, kShare, "Factor of `base_color`.");
    f.color("base_color", m.baseColor, kShare, "Colour of the diffuse base, or of the metal seen from straight above.");
    f.number("base_diffuse_roughness", m.baseDiffuseRoughness, kShare, "0: Lambert; more: flat like plaster or clay (EON).");
    f.number("base_metalness", m.baseMetalness, kShare, "From not a metal to a metal.");
    f.number("specular_weight", m.specularWeight, kFactor, "Strength of the highlight; of a metal, factor of its reflection.");
    f.color("specular_color", m.specularColor, kShare, "Colour of the highlight; of a metal, of its edge (F82 tint).");
    f.number("specular_roughness", m.specularRoughness, kShare, "Roughness of the surface; its square is the microfacets' alpha.");
    f.number("specular_roughness_anisotropy", m.specularRoughnessAnisotropy, kShare, "How much longer highlights are one way.");
    f.number("specular_ior", m.specularIor, {1, 10, ""}, "Index of refraction of what is not a metal.");
    f.number("transmission_weight", m.transmissionWeight, kShare, "From a diffuse base to a clear one, like glass.");
    f.color("transmission_color", m.transmissionColor, kShare, "Colour of what comes through.");
    f.number("transmission_depth", m.transmissionDepth, {0, kLargest, "m"},
             "Depth at which white light has `transmission_color`; 0: it is coloured at the surface.");
    f.color("transmission_scatter", m.transmissionScatter, kShare, "Colour of what the inside scatters; needs `transmission_depth`.");
    f.number("transmission_scatter_anisotropy", m.transmissionScatterAnisotropy, {-0.999, 0.999, ""}, "Above 0 it scatters ahead.");
    f.number("transmission_dispersion_scale", m.transmissionDispersionScale, kShare, "How much colours are bent differently, like in a prism.");
    f.number("transmission_dispersion_abbe_number", m.transmissionDispersionAbbeNumber, {1, 1000, ""},
             "Abbe number at a scale of 1; the smaller, the more colourful.");
    f.number("subsurface_weight", m.subsurfaceWeight, kShare, "From a diffuse base to one that light wanders in, like wax, skin or marble.");
    f.color("subsurface_color", m.subsurfaceColor, kShare, "Colour of such a base.");
    f.number("subsurface_radius", m.subsurfaceRadius, {0, kLargest, "m"}, "How far light wanders in it.");
    f.color("subsurface_radius_scale", m.subsurfaceRadiusScale, kShare, "Factor of the radius for red, green and blue.");
    f.number("subsurface_scatter_anisotropy", m.subsurfaceScatterAnisotropy, {-0.999, 0.999, ""}, "Above 0 it scatters ahead.");
    f.number("coat_weight", m.coatWeight, kShare, "Share of the surface under a clear coat, like varnish.");
    f.color("coat_color", m.coatColor, kShare, "What the coat leaves of white light that goes straight in and out.");
    f.number("coat_roughness", m.coatRoughness, kShare, "Roughness of the coat.");
    f.number("coat_roughness_anisotropy", m.coatRoughnessAnisotropy, kShare, "How much longer the coat's highlights are one way.");
    f.number("coat_ior", m.coatIor, {1, 3, ""}, "Index of refraction of the coat.");
    f.number("coat_darkening", m.coatDarkening, kShare, "How much darker and deeper the base is for light that is caught under the coat.");
    f.number("fuzz_weight", m.fuzzWeight, kShare, "Share of the surface under fine fibres, like velvet or dust.");
    f.color("fuzz_color", m.fuzzColor, kShare, "Colour of the fibres.");
    f.number("fuzz_roughness", m.fuzzRoughness, kShare, "How much the fibres are in disorder.");
    f.number("thin_film_weight", m.thinFilmWeight, kShare, "Share of the surface under a film so thin that it shows colours, like a soap bubble.");
    f.number("thin_film_thickness", m.thinFilmThickness, {0, 1000, "micrometres"}, "Thickness of the film.");
    f.number("thin_film_ior", m.thinFilmIor, {1, 3, ""}, "Index of refraction of the film.");
    f.boolean("geometry_thin_walled", m.geometryThinWalled, "A thin sheet rather than the skin of a body.");
}

const TypeInfo Type<DiffuseDesc>::info{"diffuse", "a diffuse material", "Matt."};
void Type<DiffuseDesc>::describe(Fields& f, DiffuseDesc& m) {
    f.color("color", m.color, kShare, "Share of the light that is scattered.");
    f.number("roughness", m.roughness, kShare, "0: Lambert; more: flat like plaster or clay (EON).");
}

const TypeInfo Type<ConductorDesc>::info{"conductor", "a conductor", "Metal."};
void Type<ConductorDesc>::describe(Fields& f, ConductorDesc& m) {
    f.color("color", m.color, kShare, "Reflectance seen from straight above.");
    f.color("specular_color", m.specularColor, kShare, "Tint near the edge (F82).");
    f.color("ior_n", m.iorN, {1e-3, 100, ""}, "Measured index of refraction for red, green and blue, instead of the colours.");
    f.color("ior_k", m.iorK, {0, 100, ""}, "Measured extinction for red, green and blue.");
    f.needs("ior_n", {"ior_k"});
    f.needs("ior_k", {"ior_n"});
    f.color("reflectance", m.reflectance, kShare, "The same reflectance at every angle, instead of the colours.");
    f.exclusive({"color", "ior_n", "reflectance"});
    f.exclusive({"specular_color", "ior_n"});
    f.exclusive({"specular_color", "reflectance"});
    describeRoughness(f, m.roughness, "0: a mirror; its square is the microfacets' alpha.");
    f.number("anisotropy", m.anisotropy, kShare, "How much longer highlights are one way.");
}

const TypeInfo Type<DielectricDesc>::info{"dielectric", "a dielectric", "Glass, water, clear plastic."};
void Type<DielectricDesc>::describe(Fields& f, DielectricDesc& m) {
    f.number("ior", m.ior, {1e-3, 100, ""}, "Index of refraction inside.");
    describeRoughness(f, m.roughness, "0: perfectly smooth; its square is the microfacets' alpha.");
    f.number("anisotropy", m.anisotropy, kShare, "How much longer highlights are one way.");
    f.color("color", m.color, kShare, "Factor of the light that passes the surface.");
    f.boolean("thin_walled", m.thinWalled, "A thin sheet rather than the skin of a body.");
}

const TypeInfo Type<MixDesc>::info{"mix", "a mix", "Two materials, side by side at every point."};
void Type<MixDesc>::describe(Fields& f, MixDesc& m) {
    const auto part = [&](std::string_view name, uint32_t& index, std::string_view text) {
        int32_t at = f.reading() ? -1 : static_cast<int32_t>(index);
        f.reference(name, RefKind::kMaterial, at, text);
        f.required({name});
        index = at < 0 ? 0 : static_cast<uint32_t>(at);
    };
    part("a", m.a, "A material's name, or one written in place.");
    part("b", m.b, "Another one.");
    f.number("weight", m.weight, kShare, "Share of `b`.");
}

const TypeInfo Type<InterfaceDesc>::info{
    "interface", "an interface", "The boundary of a medium with the index of refraction of its surroundings: rays pass straight on."};
void Type<InterfaceDesc>::describe(Fields&, InterfaceDesc&) {}

const TypeInfo Type<MeasuredDesc>::info{"measured", "a measured material", "The reflectance of a real surface, from the MERL database."};
void Type<MeasuredDesc>::describe(Fields& f, MeasuredDesc& m) {
    f.string("path", m.path, "A .binary file of the MERL database.");
    f.required({"path"});
    if (!f.reading()) return;
    m.place = f.place("path");
    if (f.has("path") && m.path.empty()) f.problem("path", "\"path\" is empty", "a file's name");
}

}  // namespace raypool
