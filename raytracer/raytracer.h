// The library's public face: all that an application includes.
//
//   scene text ──loadScene──▶ SceneDesc ──compileScene──▶ RenderScene ──Renderer──▶ Frame: film and display pixels
#pragma once
#include "raytracer/accel/scene_accel.h"        // IWYU pragma: export
#include "raytracer/compile/compile_scene.h"   // IWYU pragma: export
#include "raytracer/geometry/mesh_file.h"       // IWYU pragma: export
#include "raytracer/geometry/surface.h"         // IWYU pragma: export
#include "raytracer/image/codec.h"             // IWYU pragma: export
#include "raytracer/image/exr.h"               // IWYU pragma: export
#include "raytracer/image/flip.h"              // IWYU pragma: export
#include "raytracer/image/metrics.h"           // IWYU pragma: export
#include "raytracer/image/srgb.h"              // IWYU pragma: export
#include "raytracer/loaders/flat_mesh.h"       // IWYU pragma: export
#include "raytracer/loaders/load_scene.h"      // IWYU pragma: export
#include "raytracer/loaders/export_scene.h"     // IWYU pragma: export
#include "raytracer/loaders/model.h"           // IWYU pragma: export
#include "raytracer/loaders/read_models.h"     // IWYU pragma: export
#include "raytracer/loaders/needed_files.h"     // IWYU pragma: export
#include "raytracer/loaders/open_file.h"        // IWYU pragma: export
#include "raytracer/loaders/demo2018_native.h" // IWYU pragma: export
#include "raytracer/parallel/parallel_for.h"    // IWYU pragma: export
#include "raytracer/render/denoise_film.h"     // IWYU pragma: export
#include "raytracer/render/outline.h"          // IWYU pragma: export
#include "raytracer/render/pick.h"             // IWYU pragma: export
#include "raytracer/render/renderer.h"         // IWYU pragma: export
#include "raytracer/scene/native_writer.h"     // IWYU pragma: export
#include "raytracer/scene/relocate.h"          // IWYU pragma: export
#include "raytracer/scene/scene_assets.h"      // IWYU pragma: export
#include "raytracer/scene/scene_content.h"     // IWYU pragma: export
#include "raytracer/scene/scene_schema.h"      // IWYU pragma: export
