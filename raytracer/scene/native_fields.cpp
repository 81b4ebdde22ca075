#include "raytracer/scene/native_fields.h"

#include <array>
#include <cmath>
#include <numbers>

#include "raytracer/core/elementary.h"
#include "raytracer/scene/angles.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {
namespace {

using Names = std::span<const std::string_view>;
constexpr Limits kShare{0, 1, ""};
constexpr Limits kPositiveLength{kSmallest, kLargest, "m"};
constexpr Limits kFactor{0, kLargest, ""};
constexpr double kWholeMax = 4294967295.0;

constexpr std::array<std::string_view, 6> kIntegrators{"path", "direct", "albedo", "normal", "depth", "bvh_cost"};
constexpr std::array<std::string_view, 3> kSamplings{"mis", "light", "bsdf"};
constexpr std::array<std::string_view, 2> kSamplers{"sobol", "independent"};
constexpr std::array<std::string_view, 5> kFilters{"box", "tent", "gaussian", "mitchell", "blackman-harris"};
constexpr std::array<std::string_view, 4> kToneMappings{"agx", "neutral", "aces", "linear"};
constexpr std::array<std::string_view, 2> kCameras{"perspective", "orthographic"};
constexpr std::array<std::string_view, 5> kEnvironments{"none", "constant", "gradient", "sky", "image"};
constexpr std::array<std::string_view, 6> kModels{"openpbr", "diffuse", "conductor", "dielectric", "mix", "interface"};
constexpr std::array<std::string_view, 2> kMaskings{"correlated", "separable"};
constexpr std::array<std::string_view, 2> kFresnels{"microfacet", "shading_normal"};
constexpr std::array<std::string_view, 9> kShapes{"sphere",   "plane", "rectangle", "disk",    "box",
                                                  "cylinder", "mesh",  "group",     "instance"};
constexpr std::array<std::string_view, 3> kLights{"point", "spot", "directional"};

/// "roughness", or "alpha", its square, as microfacet papers and other renderers name it.
void describeRoughness(Fields& f, float& roughness, std::string_view text) {
    f.number("roughness", roughness, kShare, text);
    std::optional<double> alpha;
    f.number("alpha", alpha, kShare, "The microfacet width itself, instead of its square root `roughness`.");
    f.exclusive({"roughness", "alpha"});
    if (alpha) roughness = static_cast<float>(std::sqrt(*alpha));
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

void describeMicrofacets(Fields& f, MaterialDesc& m) {
    f.boolean("multiple_scattering", m.multipleScattering,
              "Keep the light that rough surfaces scatter more than once (energy compensation).");
    f.choice("masking", m.masking, kMaskings,
             "Smith's masking and shadowing: `correlated` in height, or `separable` as some renderers have it.");
    f.choice("fresnel", m.fresnel, kFresnels,
             "Fresnel's term at the `microfacet`, or at the `shading_normal` as some renderers have it.");
}

void describePoses(Fields& f, std::vector<TransformKey>& keys, std::string_view what) {
    f.transform("transform", keys, what);
    f.keyframes("keyframes", keys, "Transforms over time, for motion blur; times ascend.");
    f.exclusive({"transform", "keyframes"});
}

}  // namespace

// --- The scene -----------------------------------------------------------------------------------------------------

const TypeInfo Type<SceneFields>::info{"scene", "a scene", "The whole text: one object."};
void Type<SceneFields>::describe(Fields& f, SceneFields& s) {
    NativeDesc& n = f.scene();
    uint32_t version = 1;
    f.number("raypool", version, {1, 1, ""}, "Version of the format: 1. It tells that the text is a scene.");
    f.required({"raypool"});
    std::string schema;
    f.string("$schema", schema, "For editors: where the schema is. Not used.");
    f.string("title", n.title, "Shown with the scene.");
    f.string("description", n.description, "Shown with the scene.");
    f.string("credits", n.credits, "Who made the scene and what is in it, and under which licences.");
    f.nested("render", s.render, "How the picture is made.");
    f.nested("display", n.display, "How radiance becomes the colours of a screen; can be changed without rendering anew.");
    f.nested("camera", n.camera, "Where the scene is seen from. Without it, all of the scene is in view.");
    f.object("environment", Fields::bodyOf(n.environment), n.environment.isDefault ? Presence::kNever : Presence::kAlways,
             "What surrounds the scene. Without it: a soft gradient, or nothing if the scene has lights of its own.");
    f.media("media", "Media by name.");
    f.reference("medium", RefKind::kMedium, n.medium, "What fills all of the space: a medium's name, or one written in place.");
    f.materials("materials", "Materials by name.");
    f.prototypes("prototypes", "Objects by name, seen only where an `instance` puts them.");
    f.objects("objects", n.roots, "What is in the scene.");
    f.items("lights", n.lights, "Lights without a size, and the sun. Surfaces that give off light are objects.");
}

const TypeInfo Type<RenderFields>::info{"render", "the render settings", "How the picture is made."};
void Type<RenderFields>::describe(Fields& f, RenderFields& r) {
    f.number("width", r.width, {1, kMaxSide, "pixels"}, "Width of the picture.");
    f.number("height", r.height, {1, kMaxSide, "pixels"}, "Height of the picture.");
    f.oneOfNames("integrator", kIntegrators, static_cast<size_t>(r.integrator) - 1,
                 [&r](size_t i) { r.integrator = static_cast<IntegratorKind>(i + 1); },
                 "What is computed: all light, light that met one surface, or a view of what the camera sees.");
    f.number("samples", r.samples, {1, 1 << 24, ""}, "Samples a pixel.");
    f.number("seed", r.seed, {0, kWholeMax, ""}, "Another seed, other noise.");
    f.number("max_depth", r.maxDepth, {0, 4096, ""}, "Most bounces: 0 shows what gives off light, 1 adds what that shines on.");
    f.number("rr_depth", r.rrDepth, {0, 4096, ""}, "Bounces before Russian roulette may end a path.");
    f.choice("sampling", r.sampling, kSamplings,
             "How light is found: both ways weighted by the balance of their densities, by lights, or by surfaces alone.");
    f.choice("sampler", r.sampler, kSamplers, "Scrambled Sobol points, or independent random numbers.");
    f.nested("filter", r.filter, "How samples make a pixel.");
    f.number("noise_target", r.noiseTarget, kShare, "Relative error at which a pixel is done; 0: every pixel takes all samples.");
    f.number("min_samples", r.minSamples, {1, 1 << 24, ""}, "Samples a pixel takes before `noise_target` may end it.");
    f.number("time_limit", r.timeLimit, {0, 1e7, "s"}, "The picture is done after this time; 0: no limit.");
    f.number("clamp", r.clamp, kFactor, "Most radiance of a single sample; 0: no limit. Takes fireflies away, and light.");
}

const TypeInfo Type<FilterDesc>::info{"filter", "a filter", "The pixel filter; samples are placed by its weight."};
void Type<FilterDesc>::describe(Fields& f, FilterDesc& d) {
    f.choice("type", d.type, kFilters, "Its shape.");
    f.number("radius", d.radius, {0, 8, "pixels"},
             "Half its width; 0 for the usual one: box 0.5, tent 1, Gaussian 1.5, Mitchell 2, Blackman-Harris 1.5.");
}

const TypeInfo Type<DisplayDesc>::info{"display", "the display settings", "From radiance to colours of the screen."};
void Type<DisplayDesc>::describe(Fields& f, DisplayDesc& d) {
    f.number("exposure", d.exposure, {-32, 32, "stops"}, "Each stop doubles the brightness.");
    f.number("white_point", d.whitePoint, {0, 25000, "K"}, "Temperature of the light that looks white; 0 leaves colours as they are.");
    if (f.reading() && d.whitePoint != 0 && d.whitePoint < 1667) {
        f.problem("white_point", "\"white_point\" is out of range", "0, or 1667 to 25000 K");
    }
    f.choice("tone_mapping", d.toneMapping, kToneMappings, "How more light than a screen has is shown.");
}

// --- Transforms ----------------------------------------------------------------------------------------------------

std::optional<Affine64> lookAtMatrix(dvec3 eye, dvec3 target, dvec3 up) {
    dvec3 back = eye - target;
    const double distance = glm::length(back);
    if (!(distance > 0)) return std::nullopt;
    back /= distance;
    dvec3 right = glm::cross(up, back);
    const double sine = glm::length(right);
    if (!(sine > 1e-9 * glm::length(up))) return std::nullopt;
    right /= sine;
    return Affine64{right, glm::cross(back, right), back, eye};
}

bool isInvertible(const Affine64& m) {
    const double lengths = glm::length(m.x) * glm::length(m.y) * glm::length(m.z);
    return std::isfinite(lengths) && std::fabs(m.determinant()) > 1e-12 * lengths;
}

std::array<double, 4> RotateFields::quaternion() const {
    const auto [sine, cosine] = sinCosDegrees(angle / 2);
    const dvec3 v = axis * (sine / glm::length(axis));
    return {v.x, v.y, v.z, cosine};
}

Affine64 TransformFields::compose() const {
    if (matrix) return *matrix;
    if (lookAt) return lookAtMatrix(lookAt->eye, lookAt->target, lookAt->up).value_or(Affine64{});
    Affine64 m;
    if (rotate) m = Decomposed{{}, rotate->quaternion(), {}}.compose();
    if (hasRotation) m = Decomposed{{}, rotation, {}}.compose();
    const dvec3 s = scale.value_or(dvec3(1));
    m.x *= s.x;
    m.y *= s.y;
    m.z *= s.z;
    m.t = translate.value_or(dvec3(0));
    return m;
}

const TypeInfo Type<TransformFields>::info{
    "transform", "a transform",
    "Moves, turns and scales. Of several fields in one object the scale comes first, then the rotation, then the translation, "
    "as in glTF; an array of such objects is applied from the first to the last."};
void Type<TransformFields>::describe(Fields& f, TransformFields& t) {
    f.triple("translate", t.translate, TripleKind::kPoint, {-kLargest, kLargest, "m"}, "Moves by this.");
    f.nested("rotate", t.rotate, "Turns about an axis through the origin.");
    f.tuple("rotation", t.rotation, t.hasRotation, {-kLargest, kLargest, ""}, "Turns by a quaternion x, y, z, w, as in glTF.");
    f.triple("scale", t.scale, TripleKind::kScale, {-kLargest, kLargest, ""}, "A factor, or one for each axis; not 0.");
    f.matrix("matrix", t.matrix, "16 numbers, column after column as in glTF; or four rows of four. The last row is 0 0 0 1.");
    f.nested("look_at", t.lookAt, "Puts the origin to `eye` and turns the -z axis to `target`, as of a camera.");
    f.exclusive({"rotate", "rotation", "matrix", "look_at"});
    for (const auto* name : {"translate", "scale"}) {
        f.exclusive({name, "matrix"});
        f.exclusive({name, "look_at"});
    }
    if (!f.reading()) return;
    if (t.hasRotation) {
        double n2 = 0;
        for (const double q : t.rotation) n2 += q * q;
        if (!(n2 > 1e-18)) f.problem("rotation", "\"rotation\" has length 0", "a quaternion x, y, z, w");
        for (double& q : t.rotation) q = n2 > 1e-18 ? q / std::sqrt(n2) : 0.5;
    }
    if (t.matrix && !isInvertible(*t.matrix)) {
        f.problem("matrix", "\"matrix\" is singular", "three columns that span a space");
        t.matrix.reset();
    }
}

const TypeInfo Type<RotateFields>::info{"rotate", "a rotation", "A turn about an axis through the origin."};
void Type<RotateFields>::describe(Fields& f, RotateFields& r) {
    f.direction("axis", r.axis, "Seen against it, the turn runs counter-clockwise.");
    f.number("angle", r.angle, {-1e6, 1e6, "degrees"}, "How far.");
}

const TypeInfo Type<LookAtFields>::info{"look_at", "a look-at", "A place and a direction."};
void Type<LookAtFields>::describe(Fields& f, LookAtFields& l) {
    f.point("eye", l.eye, "Where the origin goes.");
    f.point("target", l.target, "Where the -z axis points to.");
    f.direction("up", l.up, "The y axis is as near to it as can be.");
    if (f.reading() && !lookAtMatrix(l.eye, l.target, l.up)) {
        f.problem("", "\"eye\", \"target\" and \"up\" give no direction", "a target apart from the eye, not along \"up\"");
    }
}

const TypeInfo Type<KeyframeFields>::info{"keyframe", "a keyframe", "A transform at a time."};
void Type<KeyframeFields>::describe(Fields& f, KeyframeFields& k) {
    f.number("time", k.time, {-1e6, 1e6, ""}, "In the units of the camera's shutter.");
    f.required({"time"});
    f.transform("transform", k.keys, "Where it is at that time.");
}

// --- Camera --------------------------------------------------------------------------------------------------------

const TypeInfo Type<CameraDesc>::info{"camera", "a camera", "Where the scene is seen from, and through which lens."};
void Type<CameraDesc>::describe(Fields& f, CameraDesc& c) {
    f.choice("type", c.type, kCameras, "Its projection.");

    std::optional<dvec3> position, target, up;
    if (c.lookAt) {
        position = c.lookAt->position;
        if (c.lookAt->target != c.lookAt->position + dvec3(0, 0, -1)) target = c.lookAt->target;
        if (c.lookAt->up != dvec3(0, 1, 0)) up = c.lookAt->up;
    }
    f.point("position", position, "Where it stands. With neither this nor a transform, all of the scene is in view.");
    f.point("look_at", target, "What it looks at; without it, along -z.");
    f.direction("up", up, "What is up in the picture; (0, 1, 0) without it.");
    f.needs("look_at", {"position"});
    f.needs("up", {"position"});
    std::vector<TransformKey> keys;
    if (!c.lookAt) keys = c.keys;
    describePoses(f, keys, "Where it stands, instead of `position`: x is right, y up, -z ahead.");
    f.exclusive({"position", "transform"});
    f.exclusive({"position", "keyframes"});
    if (f.reading()) {
        c.place = f.place();
        c.keys = keys;
        if (position) {
            c.lookAt = LookAt{*position, target.value_or(*position + dvec3(0, 0, -1)), up.value_or(dvec3(0, 1, 0))};
            const auto m = lookAtMatrix(c.lookAt->position, c.lookAt->target, c.lookAt->up);
            if (!m) f.problem(f.has("look_at") ? "look_at" : "up", "the camera looks nowhere", "a \"look_at\" apart from \"position\", not along \"up\"");
            c.keys = {{0, m.value_or(Affine64{})}};
        }
        c.isDefault = c.keys.empty();
    }

    f.number("yfov", c.yfov, {0.001, 179.9, "degrees"}, "Perspective: vertical angle of view; 40 where no other field gives it.");
    f.number("xfov", c.xfov, {0.001, 179.9, "degrees"}, "Perspective: horizontal angle of view.");
    f.number("focal_length", c.focalLength, {0.001, 1e6, "mm"}, "Perspective: of a lens before a film of `sensor_width`.");
    f.exclusive({"yfov", "xfov", "focal_length"});
    f.number("sensor_width", c.sensorWidth, {0.001, 1e6, "mm"}, "Width of the film.");
    f.number("sensor_height", c.sensorHeight, {0.001, 1e6, "mm"}, "Height of the film, instead of its width.");
    f.exclusive({"sensor_width", "sensor_height"});
    f.number("xmag", c.xmag, kPositiveLength, "Orthographic: half the width of what is seen.");
    f.number("ymag", c.ymag, kPositiveLength, "Orthographic: half the height of what is seen; 1 where `xmag` doesn't give it.");
    f.exclusive({"xmag", "ymag"});
    f.number("lens_radius", c.lensRadius, {0, kLargest, "m"}, "Radius of the lens's opening; 0: everything is sharp.");
    f.number("fstop", c.fstop, {0.01, 1e6, ""}, "The opening as focal length over diameter, instead of `lens_radius`.");
    f.exclusive({"lens_radius", "fstop"});
    f.number("focus_distance", c.focusDistance, kPositiveLength,
             "Distance along the axis at which things are sharp; without it, that of `look_at`.");
    f.number("blade_count", c.bladeCount, {0, 64, ""}, "Blades of the iris; below 3 it is round.");
    f.number("blade_rotation", c.bladeRotation, {-1e6, 1e6, "degrees"}, "Turns the iris.");
    std::array<double, 2> shutter{c.shutterOpen, c.shutterClose};
    bool hasShutter = shutter != std::array<double, 2>{};
    f.tuple("shutter", shutter, hasShutter, {-1e6, 1e6, ""},
            "Times at which the shutter opens and closes, in the units of the keyframes; [0, 0] without it.");
    if (f.reading() && hasShutter) {
        c.shutterOpen = static_cast<float>(shutter[0]);
        c.shutterClose = static_cast<float>(shutter[1]);
        if (c.shutterClose < c.shutterOpen) f.problem("shutter", "\"shutter\" closes before it opens", "[open, close]");
    }
}

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
        describeSurface(f, m, type == "openpbr" ? "geometry_opacity" : "opacity");
        if (type != "diffuse") describeMicrofacets(f, m);
    }, "Which model: OpenPBR, which can be nearly anything, or a plain one.");
}

const TypeInfo Type<OpenPbrDesc>::info{"openpbr", "an OpenPBR material", "The main part of OpenPBR 1.1."};
void Type<OpenPbrDesc>::describe(Fields& f, OpenPbrDesc& m) {
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

// --- Objects -------------------------------------------------------------------------------------------------------

const TypeInfo Type<ObjectDesc>::info{"object", "an object", "One shape, what it is made of, and where it is."};
void Type<ObjectDesc>::describe(Fields& f, ObjectDesc& o) {
    if (f.reading()) o.place = f.place();
    f.string("name", o.name, "For people and tools.");
    f.oneKeyOf(kShapes, o.shape.index(), [&](size_t i) {
        Fields::atIndex(o.shape, i, [&](auto& shape) {
            using S = std::decay_t<decltype(shape)>;
            if constexpr (std::is_same_v<S, InstanceShape>) {
                f.prototype("instance", shape.prototype, "The prototype of that name, once more.");
            } else {
                f.object(kShapes[i], Fields::bodyOf(shape), Presence::kAlways, Type<S>::info.text);
            }
        });
    });
    f.reference("material", RefKind::kMaterial, o.material,
                "A material's name, or one written in place. Without it: that of the group or instance, or grey plastic.");
    f.reference("medium", RefKind::kMedium, o.medium, "What fills the body: a medium's name, or one written in place.");
    f.number("priority", o.priority, {-1000, 1000, ""}, "Where bodies overlap, the one with the highest priority is there.");
    describePoses(f, o.keys, "Where it is, in the space of its group or instance.");
    f.boolean("visible_to_camera", o.visibleToCamera, "The camera sees it.");
    f.boolean("visible_to_indirect", o.visibleToIndirect, "Light that other surfaces throw back meets it: it is in mirrors, for one.");
    f.boolean("visible_to_shadow", o.visibleToShadow, "It throws shadows.");
    const bool isBody = !std::holds_alternative<GroupShape>(o.shape) && !std::holds_alternative<InstanceShape>(o.shape);
    if (f.reading() && !isBody && f.has("medium")) {
        f.problem("medium", "a group or an instance has no medium of its own", "give it to the objects inside");
    }
}

const TypeInfo Type<SphereShape>::info{"sphere", "a sphere", "A ball."};
void Type<SphereShape>::describe(Fields& f, SphereShape& s) {
    f.point("center", s.center, "Its middle.");
    f.number("radius", s.radius, kPositiveLength, "Its radius.");
}

const TypeInfo Type<PlaneShape>::info{"plane", "a plane", "A plane without end."};
void Type<PlaneShape>::describe(Fields& f, PlaneShape& s) {
    f.point("point", s.point, "A point on it.");
    f.direction("normal", s.normal, "Its front side faces this way.");
}

const TypeInfo Type<RectangleShape>::info{
    "rectangle", "a rectangle", "A rectangle; facing +z, its width is along x. It is turned to its normal the shortest way."};
void Type<RectangleShape>::describe(Fields& f, RectangleShape& s) {
    f.number("width", s.width, kPositiveLength, "Along x.");
    f.number("height", s.height, kPositiveLength, "Along y.");
    f.point("center", s.center, "Its middle.");
    f.direction("normal", s.normal, "Its front side faces this way.");
}

const TypeInfo Type<DiskShape>::info{"disk", "a disk", "A round disk, or a ring."};
void Type<DiskShape>::describe(Fields& f, DiskShape& s) {
    f.number("radius", s.radius, kPositiveLength, "Its radius.");
    f.number("inner_radius", s.innerRadius, {0, kLargest, "m"}, "Radius of a hole in its middle.");
    f.point("center", s.center, "Its middle.");
    f.direction("normal", s.normal, "Its front side faces this way.");
    if (f.reading() && s.innerRadius >= s.radius) {
        f.problem("inner_radius", "\"inner_radius\" is not smaller than \"radius\"", "");
    }
}

const TypeInfo Type<BoxShape>::info{"box", "a box", "A box with sides along the axes."};
void Type<BoxShape>::describe(Fields& f, BoxShape& s) {
    f.point("center", s.center, "Its middle.");
    f.triple("size", s.size, TripleKind::kScale, kPositiveLength, "Its lengths along x, y and z; a single number for a cube.");
}

const TypeInfo Type<CylinderShape>::info{"cylinder", "a cylinder", "A cylinder, or a tube."};
void Type<CylinderShape>::describe(Fields& f, CylinderShape& s) {
    f.point("center", s.center, "Its middle.");
    f.direction("axis", s.axis, "Which way it stands.");
    f.number("radius", s.radius, kPositiveLength, "Its radius.");
    f.number("height", s.height, kPositiveLength, "Its length along the axis.");
    f.boolean("capped", s.capped, "False: open at both ends.");
}

const TypeInfo Type<MeshShape>::info{"mesh", "a mesh", "Triangles, from a file or written here."};
void Type<MeshShape>::describe(Fields& f, MeshShape& m) {
    const Limits length{-kLargest, kLargest, "m"}, plain{-kLargest, kLargest, ""};
    f.string("file", m.file, "An .obj or .ply file beside the scene.");
    f.array("positions", {&m.positions}, length, "The vertices: three numbers each.");
    const bool known = f.reading() && !m.positions.empty();
    const double last = known ? static_cast<double>(m.positions.size()) - 1 : kWholeMax;
    f.array("indices", {&m.indices}, {0, last, ""}, "Three vertices a triangle, counter-clockwise seen from the front.");
    f.faces("faces", m.indices, "Polygons of any number of vertices, instead of `indices`; cut into fans about their first vertex.");
    f.array("normals", {&m.normals}, plain, "For smooth shading, one a vertex.");
    f.array("uvs", {&m.uvs}, plain, "Texture coordinates, two numbers a vertex.");
    f.array("tangents", {&m.tangents}, plain, "As in glTF: four numbers a vertex, the last 1 or -1.");
    f.boolean("flat", m.flat, "Leave normals aside, a file's too: every triangle is shaded flat.");
    f.exclusive({"indices", "faces"});
    for (const auto* name : {"positions", "indices", "faces", "normals", "uvs", "tangents"}) f.exclusive({"file", name});
    for (const auto* name : {"indices", "faces", "normals", "uvs", "tangents"}) f.needs(name, {"positions"});
    f.needs("positions", {"indices", "faces"});
    f.required({"file", "positions"});
    if (!f.reading()) return;
    if (f.has("file") && m.file.empty()) f.problem("file", "\"file\" is empty", "a file's name");
    const auto perVertex = [&](std::string_view name, size_t size) {
        if (size == 0 || m.positions.empty() || size == m.positions.size()) return;
        f.problem(name, "\"" + std::string(name) + "\" has " + std::to_string(size) + " rows", std::to_string(m.positions.size()) + ", one a vertex");
    };
    perVertex("normals", m.normals.size());
    perVertex("uvs", m.uvs.size());
    perVertex("tangents", m.tangents.size());
    for (size_t i = 0; i < m.normals.size(); ++i) {
        if (length2(m.normals[i]) > 0) continue;
        f.problem("normals", "normal " + std::to_string(i) + " has length 0", "");
        break;
    }
    for (size_t i = 0; i < m.tangents.size(); ++i) {
        if (std::fabs(m.tangents[i].w) == 1) continue;
        f.problem("tangents", "the last number of tangent " + std::to_string(i) + " must be 1 or -1", "");
        break;
    }
}

const TypeInfo Type<GroupShape>::info{"group", "a group", "Objects that share a transform."};
void Type<GroupShape>::describe(Fields& f, GroupShape& g) { f.objects("objects", g.objects, "What is in it."); }

const TypeInfo Type<InstanceShape>::info{"instance", "an instance", "A prototype once more."};
void Type<InstanceShape>::describe(Fields&, InstanceShape&) {}

// --- Lights --------------------------------------------------------------------------------------------------------

const TypeInfo Type<PunctualLightDesc>::info{
    "light", "a light", "A light without a size, or one that is far away; names and units as in glTF's KHR_lights_punctual."};
void Type<PunctualLightDesc>::describe(Fields& f, PunctualLightDesc& l) {
    using T = PunctualLightDesc::Type;
    if (f.reading()) l.place = f.place();
    f.tagged("type", kLights, static_cast<size_t>(l.type), 0, [&](size_t i) {
        l.type = static_cast<T>(i);
        f.string("name", l.name, "For people and tools.");
        f.color("color", l.color, kFactor, "Factor of the light.");
        if (l.type == T::kDirectional) {
            f.number("irradiance", l.irradiance, kFactor, "Of a surface that faces it.");
            f.number("angle", l.angle, {0, 180, "degrees"}, "Its width seen from the scene; the sun's is 0.53.");
        } else {
            f.number("intensity", l.intensity, kFactor, "Radiant intensity: irradiance at a distance of one metre.");
            std::optional<double> power;
            if (l.type == T::kPoint) {
                f.number("power", power, {0, 1e10, "W"}, "All the light that it gives off, instead of `intensity`: 4 pi as much.");
                f.exclusive({"intensity", "power"});
            }
            if (power) l.intensity = static_cast<float>(*power / (4 * std::numbers::pi));
            f.point("position", l.position, "Where it is.");
        }
        if (l.type != T::kPoint) {
            f.direction("direction", l.direction, "The way the light goes.");
            // One that is unit already stays as it is, so that what is written reads back the same.
            const double n2 = glm::dot(l.direction, l.direction);
            if (f.reading() && std::fabs(n2 - 1) > 1e-14) l.direction /= std::sqrt(n2);
        }
        if (l.type == T::kSpot) {
            std::optional<dvec3> target;
            f.point("target", target, "A point that it shines at, instead of `direction`.");
            f.exclusive({"direction", "target"});
            if (target) {
                const dvec3 way = *target - l.position;
                if (!(glm::length(way) > 0)) f.problem("target", "\"target\" is where the light is", "");
                else l.direction = way / glm::length(way);
            }
            f.number("inner_cone_angle", l.innerConeAngle, {0, 90, "degrees"}, "From the axis: full light within.");
            f.number("outer_cone_angle", l.outerConeAngle, {0.01, 90, "degrees"}, "From the axis: dark outside.");
            if (f.reading() && l.innerConeAngle > l.outerConeAngle) {
                f.problem(f.has("inner_cone_angle") ? "inner_cone_angle" : "outer_cone_angle", "the inner cone is wider than the outer one",
                          "\"inner_cone_angle\" at most \"outer_cone_angle\"");
            }
        }
    }, "Which kind.");
}

}  // namespace raypool
