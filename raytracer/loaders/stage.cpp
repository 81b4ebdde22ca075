#include "raytracer/loaders/stage.h"

#include <algorithm>
#include <cmath>

#include "raytracer/scene/native_fields.h"
#include "raytracer/scene/native_writer.h"

namespace raypool {
namespace {

constexpr uint32_t kWidth = 960, kHeight = 720;
constexpr double kAngle = 28;        // degrees, vertical: a long lens, which keeps shapes as they are
constexpr double kMargin = 0.8;      // share of the picture that the model may fill

/// To three digits of `scale`, so that the text has short numbers.
double rounded(double value, double scale) {
    const double unit = std::pow(10.0, std::floor(std::log10(scale)) - 2);
    const double steps = std::round(value / unit);
    // Dividing by a power of ten gives the double nearest to the short decimal; multiplying with a tenth doesn't.
    return unit >= 1 ? steps * unit : steps / std::round(1 / unit);
}
dvec3 rounded(dvec3 v, double scale) { return {rounded(v.x, scale), rounded(v.y, scale), rounded(v.z, scale)}; }

dvec3 corner(const SceneBounds& b, int i) { return {i & 1 ? b.high.x : b.low.x, i & 2 ? b.high.y : b.low.y, i & 4 ? b.high.z : b.low.z}; }

/// From in front, a little right and above; so far away, and so aimed, that the box fills the picture's middle.
LookAt frame(const SceneBounds& box, double scale) {
    const dvec3 back = glm::normalize(dvec3(0.5, 0.36, 1));
    const dvec3 right = glm::normalize(glm::cross(dvec3(0, 1, 0), back)), up = glm::cross(back, right);
    const double tangentY = std::tan(kAngle / 2 * 3.14159265358979 / 180) * kMargin, tangentX = tangentY * kWidth / kHeight;
    dvec3 target = (box.low + box.high) * 0.5;
    double distance = 0;
    for (int pass = 0; pass < 3; ++pass) {
        distance = 0;
        for (int i = 0; i < 8; ++i) {
            const dvec3 p = corner(box, i) - target;
            const double z = glm::dot(p, back);
            distance = std::max({distance, z + std::fabs(glm::dot(p, right)) / tangentX, z + std::fabs(glm::dot(p, up)) / tangentY});
        }
        // What is seen of it should be in the middle: near corners look farther apart.
        double low = 1e300, high = -1e300;
        for (int i = 0; i < 8; ++i) {
            const dvec3 p = corner(box, i) - target;
            const double y = glm::dot(p, up) / (distance - glm::dot(p, back));
            low = std::min(low, y), high = std::max(high, y);
        }
        target += up * ((low + high) / 2 * distance);
    }
    LookAt out;
    out.target = rounded(target, scale);
    out.position = rounded(target + back * distance, scale);
    return out;
}

void setLookAt(CameraDesc& camera, const LookAt& view) {
    camera.isDefault = false;
    camera.lookAt = view;
    camera.keys = {{0, lookAtMatrix(view.position, view.target, view.up).value_or(Affine64{})}};
}

uint32_t addMaterial(NativeDesc& scene, std::string name, const OpenPbrDesc& model) {
    MaterialDesc material;
    material.name = std::move(name);
    material.model = model;
    scene.materials.push_back(std::move(material));
    return static_cast<uint32_t>(scene.materials.size() - 1);
}
ObjectDesc& addObject(NativeDesc& scene, std::string name, Shape shape, int32_t material) {
    scene.roots.push_back(static_cast<uint32_t>(scene.objects.size()));
    ObjectDesc& object = scene.objects.emplace_back();
    object.name = std::move(name);
    object.shape = std::move(shape);
    object.material = material;
    return object;
}

void addGround(NativeDesc& scene, dvec3 centre, double radius, float grey) {
    OpenPbrDesc paper;
    paper.baseColor = Rgb{grey, grey, grey};
    paper.baseDiffuseRoughness = 1;
    paper.specularWeight = 0;
    const uint32_t material = addMaterial(scene, "ground", paper);
    addObject(scene, "ground", DiskShape{.radius = radius, .center = centre, .normal = {0, 1, 0}}, static_cast<int32_t>(material));
}

void addLamp(NativeDesc& scene, dvec3 target, double radius) {
    const dvec3 way = glm::normalize(dvec3(-0.75, 1.1, 0.65));
    MaterialDesc lamp;
    lamp.name = "lamp";
    OpenPbrDesc black;
    black.baseWeight = 0;
    black.specularWeight = 0;
    lamp.model = black;
    lamp.emissionColor = Rgb{1, 0.97F, 0.92F};
    lamp.emissionLuminance = 13;
    scene.materials.push_back(std::move(lamp));
    const RectangleShape shape{.width = rounded(radius * 2.4, radius), .height = rounded(radius * 2.4, radius),
                               .center = rounded(target + way * (radius * 4.5), radius), .normal = rounded(-way, 1)};
    addObject(scene, "lamp", shape, static_cast<int32_t>(scene.materials.size() - 1)).visibleToCamera = false;
}

void setStudio(NativeDesc& scene, float intensity) {
    EnvironmentDesc& e = scene.environment;
    e.isDefault = false;
    e.type = EnvironmentDesc::Type::kGradient;
    e.zenith = {0.95F, 0.98F, 1.05F};
    e.horizon = {0.5F, 0.51F, 0.53F};
    e.ground = {0.3F, 0.3F, 0.3F};
    e.intensity = intensity;
}

SceneDesc newScene(const std::string& file) {
    SceneDesc out;
    out.format = SceneFormat::kNative;
    out.integrator = IntegratorKind::kPath;
    out.width = kWidth;
    out.height = kHeight;
    out.native.title = file.substr(file.find_last_of("/\\") + 1);
    return out;
}

}  // namespace

std::string stageText(const std::string& file, const Model& model, SceneBounds box) {
    SceneDesc out = newScene(file);
    NativeDesc& scene = out.native;
    const bool hasLights = !model.scene.lights.empty();
    setStudio(scene, hasLights ? 0.3F : 0.55F);
    ModelShape shape;
    shape.file = file;
    addObject(scene, {}, shape, kInherit);

    if (box.isEmpty()) box = {dvec3(-1), dvec3(1)};
    // Of a single point, too, there is something around it to see; no less than what numbers tell apart there.
    const dvec3 reach = glm::max(glm::abs(box.low), glm::abs(box.high));
    const double least = std::max(1e-6, 1e-5 * std::max({reach.x, reach.y, reach.z}));
    if (glm::length(box.high - box.low) < 2 * least) box = {box.low - dvec3(least), box.high + dvec3(least)};
    const double radius = glm::length(box.high - box.low) / 2;
    const dvec3 centre = (box.low + box.high) * 0.5;
    if (!model.cameras.empty()) {
        scene.camera = model.cameras[0];
        scene.camera.isDefault = scene.camera.keys.empty();
    } else {
        scene.camera.yfov = kAngle;
        setLookAt(scene.camera, frame(box, radius));
    }
    // Below by so little that it isn't seen, and enough that nothing coincides.
    dvec3 below = rounded(centre, radius);
    below.y = rounded(box.low.y - radius * 1e-3, radius * 1e-2);
    addGround(scene, below, rounded(std::min(radius * 60, 5e8), radius * 60), 0.4F);
    if (!hasLights) addLamp(scene, centre, radius);
    return toJson(out);
}

std::string environmentText(const std::string& file) {
    SceneDesc out = newScene(file);
    NativeDesc& scene = out.native;
    scene.environment.isDefault = false;
    scene.environment.type = EnvironmentDesc::Type::kImage;
    scene.environment.path = file;
    scene.camera.yfov = kAngle;
    setLookAt(scene.camera, {.position = {0, 2.2, 12.5}, .target = {0, 0.85, 0}});
    OpenPbrDesc chalk, mirror, glass;
    chalk.baseDiffuseRoughness = 0.5F;
    chalk.specularWeight = 0;
    mirror.baseColor = Rgb{0.95F, 0.95F, 0.95F};
    mirror.baseMetalness = 1;
    mirror.specularRoughness = 0;
    glass.transmissionWeight = 1;
    glass.specularRoughness = 0;
    double x = -2.4;
    for (const auto& [name, look] : {std::pair{"chalk", chalk}, {"mirror", mirror}, {"glass", glass}}) {
        addObject(scene, {}, SphereShape{.center = {x, 1, 0}}, static_cast<int32_t>(addMaterial(scene, name, look)));
        x += 2.4;
    }
    addGround(scene, {0, 0, 0}, 8, 0.4F);
    return toJson(out);
}

}  // namespace raypool
