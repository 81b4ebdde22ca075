#pragma once
#include "app/wasm/control.h"
#include "raytracer/raytracer.h"

namespace raypool {

/// Tells the page where a picture lies. Call between two changes of kFrameVersion.
inline void publishFrame(int32_t job, const Frame& frame) {
    using namespace protocol;
    control.set(kJob, job);
    control.set(kWidth, frame.width());
    control.set(kHeight, frame.height());
    control.set(kTileSize, TileGrid::kSize);
    control.set(kTilesX, frame.grid().columns());
    control.set(kTilesY, frame.grid().rows());
    control.setPointer(kPixelsPointer, frame.display().data());
    control.setPointer(kTileVersionsPointer, frame.tileVersions().data());
    control.setPointer(kFilmPointer, frame.film().data());
}

}  // namespace raypool
