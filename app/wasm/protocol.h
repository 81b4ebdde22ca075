// The contract between the page (TypeScript) and the engine (WebAssembly). Written once: the build reads the enums of
// this file and generates web's `protocol.ts` from them, so keep to `kName = number,` one a line.
//
// There is one control block, an array of int32 in the module's memory at rpControl(). In the threaded build it is
// shared: the main thread reads and writes it with Atomics and never blocks, never parses, never allocates. In the
// thread-less build each worker owns a module and a control block of its own, and calls the same exports directly.
//
// Messages from the page (requests) go through the inbox, messages to the page (responses) through the outbox. Each has
// one writer and one reader at any time, passed on by its state word:
//
//   inbox   kInboxEmpty ─page: wants kInboxBytes─▶ kInboxWanted ─engine: allocates kInboxPointer─▶ kInboxReady
//           ─page: has copied the message there─▶ kInboxFull ─engine: has taken it─▶ kInboxEmpty
//           (kInboxPointer 0 with kInboxReady: no memory for so many bytes; the page sets kInboxEmpty)
//   outbox  kOutboxEmpty ─engine: kOutboxBytes at kOutboxPointer─▶ kOutboxFull ─page: has copied it─▶ kOutboxEmpty
//
// After changing a state word the page calls rpSignal() (an atomic notify; never blocks). Every change on the engine's
// side bumps kRevision and notifies it, so the page has a single word to wait on with Atomics.waitAsync.
//
// A request is: uint32 little-endian length of the header | header, a JSON object in UTF-8 | payload bytes.
//   {"op":"render","job":N,"samples"?,"seed"?,"integrator"?,"timeLimit"?,"noiseTarget"?,"crop"?,"coarse"?,
//    "display"?,"frame"?}       payload: the scene's text. N grows with every render. What is there takes the place of
//                                what the scene says; timeLimit: seconds, noiseTarget: relative error (0: none),
//                                crop: [x,y,width,height] in pixels, coarse: the first pass
//                                takes one in so many pixels a row and a column, 8 unless it is 4, 2 or 1, display: as in
//                                "display" below, frame: of an animation.
//                                A scene that can't be read leaves the running render alone.
//                                Where it differs from the scene rendered last in nothing but camera, settings and titles, that
//                                one's meshes and trees are used again ("reused" in the answer); the pixels are the same.
//   {"op":"camera","job":N, as "render"}   payload: the "camera" of a native scene, alone. The scene rendered last through that
//                                camera, without its text being read; answered like "render".
//   {"op":"pick","id":N,"x":X,"y":Y}   what is seen there in the picture of the last accepted render; pixels from the top left,
//                                with fractions. Answered by "picked".
//   {"op":"outline","id":N,"pointer":P}   where the picture shows what stands at that JSON pointer (an object, or several).
//                                Answered by "outlined".
//   {"op":"check","job":N}       payload: the scene's text. Diagnostics only, no render.
//   {"op":"open","job":N,"name":F}   payload: the bytes of a file that a person opens, called F; or none, if it was sent as
//                                an asset before. Answered by "opened": a scene's text is itself; a bare model (.glb, .gltf,
//                                .obj, .ply) or picture of light (.hdr, .exr, .pfm) becomes a small native scene that names
//                                it as F. Also by "needsAssets" (then send those, and the same request again, now without
//                                payload), or "rejected". The engine keeps F as an asset until a scene that doesn't name it
//                                is compiled; the page keeps its own copy for later.
//   {"op":"convert","job":N}     payload: the text of a scene in any format. Answered by "converted": the same in the native
//                                one, naming the same files; or "rejected".
//   {"op":"asset","path":P}      payload: the file's bytes. {"op":"asset","path":P,"missing":"reason"}: it can't be had.
//                                {"op":"asset","path":P,"forget":true}: another file has that name now; it is asked for again.
//   {"op":"display","exposure"?,"whitePoint"?,"toneMapping"?,"view"?,"denoise"?}   shows the picture in another way, at once, also
//                                while it is rendered; what is left out stays as it is. Stops; kelvin, 0: as it is;
//                                "agx"|"neutral"|"aces"|"linear"|"classic"; "beauty"|"albedo"|"normal"|"depth"|
//                                "objectId"|"materialId"|"sampleCount"|"error"|"bvhCost"; "off"|"preview"|"final": as
//                                soon as nobody renders, the picture is denoised on all threads and shown so, the film stays as
//                                it is; "off" ends that, and shows the film. Without threads it means nothing, nor with the
//                                classic integrator. No response; tiles get new versions. The
//                                next render has its scene's display again, or its request's.
//   {"op":"more","samples":N}    so many samples per pixel in all, for the last accepted render; goes on if it is done or
//                                cancelled, with the pixels that N would have given from the start.
//                                Answered by "continued", and again by "finished" when it ends. After a cancel set
//                                kCancelThrough back below the job before.
//   {"op":"encode","kind":"hdr"|"exr"|"pfm","denoised"?:true}   denoised: as it is shown; an exr has the film as noisy.R, noisy.G,
//                                noisy.B besides.   the film as it is now as a file: answered by "encoded". Any other kind:
//                                forgets the last file.
//   {"op":"threads","count":N}   pool size from now on (1 ... kMaxWorkers); takes effect within a tile.
// A response is a JSON object in UTF-8:
//   {"type":"accepted","job":N,"format":"demo-2018","width":W,"height":H,"integrator":"classic","samples":S,
//    "warnings":[diagnostic],"compileMs":T,"bvhMs":T,"triangles":N,"seed":S,"timeLimit":T,"noiseTarget":E,
//    "display":{"exposure","whitePoint","toneMapping","view"}, "sceneDisplay": the same as the scene has it,
//    "frame":N,"frames":[first,last] of an animation that has several}
//                                                         the picture's memory is there, rendering begins
//    "reused":B, and of all but the classic integrator "camera": as it stands when the shutter opens {"orthographic","position",
//    "right","up","back" (unit vectors),"halfWidth","halfHeight" (at distance 1, orthographic: metres),"lensRadius",
//    "focusDistance","moves"} and "bounds"?:{"low","high"} of all that is not endless
//   {"type":"picked","id":N,"bvhCost": nodes and blocks that its ray is tested against,"hit":null|{"pointer"?,"material"?: JSON pointers,"point","normal" (towards the viewer),"distance",
//    "depth" (along the camera's axis),"objectId","materialId"}, "film":null|{"color" (linear),"samples","error"? (standard
//    error of the luminance),"albedo"?,"normal"?,"depth"?: means over the samples}}   film: null where it has no sample
//   {"type":"outlined","id":N,"path":D}   D: an SVG path in pixels of the picture, closed loops; empty: it is not to be seen
//   {"type":"checked","job":N,"format":F,"warnings":[...]}
//   {"type":"rejected","job":N,"diagnostics":[diagnostic]}
//   {"type":"opened","job":N,"kind":"scene"|"model"|"environment","text":T,"warnings":[...]}   T: what to put in the editor
//   {"type":"converted","job":N,"format":F,"text":T,"warnings":[...]}     F: what it was
//   {"type":"needsAssets","job":N,"paths":[P],"names":[[P,...]]}   send each of the paths as an asset (or as missing), then
//                                                         the same render, check or open again. There may be more rounds:
//                                                         models name files that name files. names: for each path all the
//                                                         names that will be asked for one after the other, as authors write
//                                                         them in many ways; a page that has several files at hand may look
//                                                         for any of them, and sends what it finds as that name
//   {"type":"finished","job":N,"outcome":"done"|"cancelled"|"failed","message"?,"stats":{...}}
//   {"type":"continued","job":N,"samples":S}              after "more"; job 0: there is nothing to go on with
//   {"type":"encoded","kind":K,"pointer":P,"bytes":N}     the file, until the next encode request; bytes 0: no picture, or
//                                                         not a kind that is known
//   {"type":"denoised","job":N,"quality":"off"|"preview"|"final","working":B,"ms":T}   whenever one of them changes: what is
//                                                         shown; whether a denoiser is at work; how long it took
//   {"type":"threads","alive":N}                          the pool has its new size
// diagnostic: {"severity":"error"|"warning","message","hint"?,"pointer" (JSON pointer),"line","column" (from 1),
//   "from","to" (UTF-16 offsets in the text, for an editor)}
// stats: {"threads","samplesDone","samplesTarget","rays","raysPerSecond","seconds","firstPixelMs","compileMs","bvhMs",
//   "triangles","memoryBytes","errorEstimate","samplesMean","invalidSamples","end":"samples"|"noise"|"time"|""}
//   samplesDone: what every pixel has that the noise target has not left alone, in waves that are over. errorEstimate: 95th
//   percentile of the blocks' relative errors, 0: exact or not known yet. end: why it is done.
//
// Tiles: the picture is cut into tiles of kTileSize pixels, row by row from the top left, the last ones smaller. Tile
// t's pixels in the RGBA8 picture at kPixelsPointer may be read while its version (uint32 at kTileVersionsPointer + 4t)
// is even, and hold if it is still the same afterwards; 0: nothing drawn yet. All pointers of a picture hold while
// kFrameVersion is even and unchanged. Pixels that are not drawn yet are transparent black (0).
#pragma once
#include <cstdint>

namespace raypool::protocol {

/// Index of each int32 word of the control block.
enum Control : int32_t {
    kRevision = 0,             // engine: bumped and notified after any change
    kEngineState = 1,          // engine: EngineState
    kInboxState = 2,           // InboxState
    kInboxBytes = 3,
    kInboxPointer = 4,
    kOutboxState = 5,          // OutboxState
    kOutboxBytes = 6,
    kOutboxPointer = 7,
    kSignal = 8,               // the engine sleeps on this word; rpSignal() bumps and notifies it
    kCancelThrough = 9,        // page: renders with job <= this are cancelled; then rpSignal()
    kPaused = 10,              // page: 1 = workers stop after the pixels in hand; then rpSignal()
    kFrameVersion = 11,        // engine: odd while the words below change for a new picture
    kJob = 12,                 // job that the picture belongs to
    kWidth = 13,
    kHeight = 14,
    kTileSize = 15,
    kTilesX = 16,
    kTilesY = 17,
    kPixelsPointer = 18,       // uint8 RGBA, width * height, display-referred
    kTileVersionsPointer = 19, // uint32 per tile
    kFilmPointer = 20,         // float32 RGB, width * height, linear; complete when the job is done
    kPassIndex = 21,           // progress: pass in hand, from 0
    kPassCount = 22,
    kTilesDone = 23,           // tiles finished in this pass
    kTilesTotal = 24,          // tiles of a pass
    kSamplesDone = 25,         // samples per pixel, as in stats
    kSamplesTarget = 26,
    kRaysLow = 27,             // rays traced for this job, low and high 32 bits (read low, high, low again)
    kRaysHigh = 28,
    kWorkDone = 29,            // progress in 1/10000 of the job
    kThreadsAlive = 30,        // workers that run
    kThreadsTarget = 31,       // workers wanted
    kWorkersPointer = 32,      // int32[kMaxWorkers][kWorkerWords], see Worker
    kHeartbeat = 33,           // coordinator: bumped at least every 250 ms while a job runs or a scene is read
    kMemoryBytes = 34,         // uint32: bytes that the picture and the scene hold
    kErrorEstimate = 35,       // float32: as in stats
    kControlWords = 64,
};

enum EngineState : int32_t {
    kEngineStarting = 0,
    kEngineIdle = 1,
    kEngineRendering = 2,
    kEnginePaused = 3,
};

enum InboxState : int32_t {
    kInboxEmpty = 0,
    kInboxWanted = 1,
    kInboxReady = 2,
    kInboxFull = 3,
};

enum OutboxState : int32_t {
    kOutboxEmpty = 0,
    kOutboxFull = 1,
};

/// Index of each int32 word of a worker's entry at kWorkersPointer.
enum Worker : int32_t {
    kWorkerTile = 0,           // tile in hand, -1: none
    kWorkerBeat = 1,           // bumped every few thousand rays while it works: a busy worker whose beat stands is dead
    kWorkerTilesDone = 2,      // for this job
    kWorkerAlive = 3,          // 1 from its first instruction to its last
    kWorkerWords = 4,
};

enum Limits : int32_t {
    kMaxWorkers = 64,
};

// Exports (extern "C"), threaded build: rpStart, rpControl, rpSignal, called on the main thread.
//   int32 rpStart(workers)      once, after the module is there: starts the coordinator, which starts the workers.
//                               The page passes Module.poolSize = workers + 1 so that their Web Workers are loaded.
//                               0, or an errno.
//   int32 rpControl()           address of the control block.
//   void  rpSignal()            wakes the coordinator. Atomic, never blocks.
//
// Exports, thread-less build: rpControl, and
//   int32 rpAllocate(bytes)     room for a request; 0: no memory. Freed by rpRequest.
//   void  rpRequest(pointer, bytes)     handles the request at once; the answer lies in the outbox when it returns.
//                               "accepted" means: rpRenderTile may be called.
//   int32 rpRenderTile(tile, pass)      renders pass 0 ... kPassCount-1 of a tile; its pixels lie at kPixelsPointer.
//                               Number of rays traced.
// A pass of a tile needs no other pass of it to have run in the same module: the pixels are the same. It costs least,
// though, in the module that has rendered the tile's passes so far: that one need not repeat their samples.
// Passes depend on the scene and the number of samples alone, so the noise target and the time limit mean nothing here
// ("accepted" warns of the noise target; the page can keep the time). "display" shows anew what this module has rendered: of each
// tile, ask the module that has its last pass. After "more" kPassCount is larger: go on with the pass that was the last.

}  // namespace raypool::protocol
