#include "raytracer/scene/native_fields.h"

#include <array>
#include <cassert>

#include "raytracer/scene/field_limits.h"
#include "raytracer/scene/scene_desc.h"

namespace raypool {
namespace {

constexpr std::array<std::string_view, 6> kIntegrators{"path", "direct", "albedo", "normal", "depth", "bvh_cost"};
constexpr std::array<std::string_view, 3> kSamplings{"mis", "light", "bsdf"};
constexpr std::array<std::string_view, 2> kSamplers{"sobol", "independent"};
constexpr std::array<std::string_view, 3> kLightChoices{"tree", "power", "uniform"};
constexpr std::array<std::string_view, 5> kFilters{"box", "tent", "gaussian", "mitchell", "blackman-harris"};
constexpr std::array<std::string_view, 4> kToneMappings{"agx", "neutral", "aces", "linear"};

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
    f.textures("textures", "Textures by name.");
    f.materials("materials", "Materials by name.");
    f.prototypes("prototypes", "Objects by name, seen only where an `instance` puts them.");
    f.objects("objects", n.roots, "What is in the scene.");
    f.items("lights", n.lights, "Lights without a size, and the sun. Surfaces that give off light are objects.");
}

const TypeInfo Type<RenderFields>::info{"render", "the render settings", "How the picture is made."};
void Type<RenderFields>::describe(Fields& f, RenderFields& r) {
    f.number("width", r.width, {1, kMaxSide, "pixels"}, "Width of the picture.");
    f.number("height", r.height, {1, kMaxSide, "pixels"}, "Height of the picture.");
    assert(r.integrator != IntegratorKind::kClassic);   // which native scenes have no word for
    f.oneOfNames("integrator", kIntegrators, static_cast<size_t>(r.integrator) - 1,
                 [&r](size_t i) { r.integrator = static_cast<IntegratorKind>(i + 1); },
                 "What is computed: all light, light that met one surface, or a view of what the camera sees.");
    f.number("samples", r.samples, {1, 1 << 24, ""}, "Samples a pixel.");
    f.number("seed", r.seed, {0, kWholeMax, ""}, "Another seed, other noise.");
    f.number("max_depth", r.maxDepth, {0, 4096, ""}, "Most bounces: 0 shows what gives off light, 1 adds what that shines on.");
    f.number("rr_depth", r.rrDepth, {0, 4096, ""}, "Bounces before Russian roulette may end a path.");
    f.choice("sampling", r.sampling, kSamplings,
             "How light is found: both ways weighted by the balance of their densities, by lights, or by surfaces alone.");
    f.choice("light_selection", r.lightSelection, kLightChoices,
             "Which of many lights is sampled: by what it does at the point, by its power, or any alike. All give the same picture in the end.");
    f.choice("sampler", r.sampler, kSamplers, "Scrambled Sobol points, or independent random numbers.");
    f.nested("filter", r.filter, "How samples make a pixel.");
    f.number("noise_target", r.noiseTarget, kShare, "Relative error at which a pixel is done; 0: every pixel takes all samples.");
    f.number("min_samples", r.minSamples, {1, 1 << 24, ""}, "Samples a pixel takes before `noise_target` may end it.");
    f.number("time_limit", r.timeLimit, {0, 1e7, "s"}, "The picture is done after this time; 0: no limit.");
    f.number("clamp", r.clamp, kFactor, "Most radiance of a single sample; 0: no limit. Takes fireflies away, and light.");
    f.choice("bvh_build", r.bvhBuild, kBvhBuildNames,
             "How trees over meshes are built: `high` takes up to three times as long, after which rays are up to a tenth faster. The picture is the same.");
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

}  // namespace raypool
