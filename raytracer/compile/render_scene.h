#pragma once
#include <memory>
#include <string>
#include <vector>

#include "raytracer/accel/scene_accel.h"
#include "raytracer/camera/camera.h"
#include "raytracer/compile/classic_scene.h"
#include "raytracer/compile/scene_pointers.h"
#include "raytracer/compile/surface.h"
#include "raytracer/core/kinds.h"
#include "raytracer/core/render_settings.h"
#include "raytracer/geometry/geometry.h"
#include "raytracer/geometry/surface.h"
#include "raytracer/lights/light_set.h"
#include "raytracer/materials/material.h"
#include "raytracer/materials/material_maps.h"
#include "raytracer/materials/measured_brdf.h"
#include "raytracer/media/medium.h"
#include "raytracer/media/medium_stack.h"
#include "raytracer/sampling/pixel_filter.h"
#include "raytracer/sampling/sampler.h"

namespace raypool {

/// How a scene is looked at. Made anew within microseconds, whatever the scene holds (see compileView).
struct SceneView {
    uint32_t width = 0, height = 0;   // pixels
    IntegratorKind integrator = IntegratorKind::kClassic;
    RenderSettings settings;
    Camera camera;
    MediumStack cameraStack;          // bodies that the camera stands in
    PixelFilter filter;
};

/// What a mesh of the geometry was read from, to know it again after an edit. No bytes: a mesh of arrays.
struct MeshSource {
    std::weak_ptr<const std::vector<uint8_t>> bytes;
    std::string file, part;
    bool flat = false, hasTangents = false;
};

/// The same of a picture. How its numbers are meant is the compiler's own business.
struct PictureSource {
    std::shared_ptr<const std::vector<uint8_t>> bytes;   // null where no edit will follow
    uint8_t encoding = 0;
};

/// Everything that rendering reads. Immutable while anybody renders, so any number of threads share it.
struct RenderScene : SceneView {
    ClassicScene classic;             // what the classic integrator reads; all below is for the others

    Geometry geometry;
    std::vector<MeshSource> meshSources;   // one for each of its meshes
    SceneAccel accel;
    std::vector<Surface> surfaces;
    std::vector<Material> materials;
    std::vector<MaterialMaps> materialMaps;   // of those with textures
    TextureSet textures;
    std::vector<PictureSource> pictureSources;   // one for each of its images
    std::vector<std::shared_ptr<const MeasuredBrdf>> measured;   // that materials point to
    std::vector<Medium> media;
    LightSet lights;
    ScenePointers pointers;
    bool environmentVisible = true;   // to the camera
    bool hasTransparent = false;      // some surface lets shadow rays through

    // For the statistics.
    double compileMs = 0;             // reading and compiling
    double bvhMs = 0;                 // building hierarchies, a part of it
    uint64_t triangles = 0;           // each instance's counted
    uint32_t meshFilesRead = 0, picturesRead = 0;   // those that an edit left as they were are not read again

    MaterialTables materialTables() const { return {materials, materialMaps, textures}; }
    /// Memory held, bytes.
    size_t memoryBytes() const;
};

}  // namespace raypool
