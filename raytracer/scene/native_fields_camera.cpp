#include "raytracer/scene/native_fields.h"

#include <array>

#include "raytracer/scene/field_limits.h"

namespace raypool {
namespace {

constexpr std::array<std::string_view, 2> kCameras{"perspective", "orthographic"};

}  // namespace

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

}  // namespace raypool
