// What the page asks of the engine, in either build: requests in, responses out, one scene in hand.
#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/wasm/page_assets.h"
#include "raytracer/raytracer.h"

namespace raypool {

class Session {
public:
    /// What the owner of the session has to do after a request.
    struct Render;
    /// What is asked of the picture in hand.
    struct PickRequest {
        int32_t id = 0;
        vec2 place{0};          // pixels
    };
    struct OutlineRequest {
        int32_t id = 0;
        std::string pointer;
    };
    struct Outcome {
        std::unique_ptr<Render> render;           // to be begun with begin()
        std::optional<PickRequest> pick;
        std::optional<OutlineRequest> outline;
        std::optional<uint32_t> threads;
        std::optional<uint32_t> more;             // samples
        std::optional<DisplaySettings> display;   // to be shown from now on
        std::optional<std::string> encode;        // kind of file
        bool encodeDenoised = false;
    };
    /// Threads that help to compile a scene; none in the build without.
    struct Helpers {
        ThreadPool* (*lend)(void* context) = nullptr;
        void (*giveBack)(void* context) = nullptr;
        void* context = nullptr;
    };
    Session();
    explicit Session(Helpers helpers);
    ~Session();

    /// Bytes that a request's handling may have to read: the message and the files that the page has sent.
    size_t workOf(std::span<const uint8_t> message) const { return message.size() + assets_.bytes(); }
    /// Handles one message of protocol.h. Responses that need no render are queued.
    Outcome handle(std::span<const uint8_t> message);

    /// The scene to render. Called when nobody renders any more: it may be the scene of before, seen in another way.
    std::shared_ptr<const RenderScene> begin(Render& render);
    /// The answers to these requests. `frame`: its film is read, so nobody may render. `pool`: idle.
    std::string picked(const PickRequest& request, const Frame& frame) const;
    std::string outlined(const OutlineRequest& request, ThreadPool* pool) const;

    void respond(std::string json) { responses_.push_back(std::move(json)); }
    bool hasResponse() const { return !responses_.empty(); }
    const std::string& response() const { return responses_.front(); }
    void popResponse() { responses_.pop_front(); }

private:
    struct Header;
    void reject(int32_t job, const Diagnostics& diagnostics);
    std::optional<SceneDesc> load(const Header& header, std::string_view text);
    /// True: some of them are not known yet; they are asked for.
    bool askForAssets(int32_t job, const std::vector<FileNames>& needed);
    void open(const Header& header, std::span<const uint8_t> payload);
    void convert(const Header& header, std::string_view text);
    Outcome render(const Header& header, std::string_view text);
    Outcome look(const Header& header, std::string_view camera);
    bool serves(SceneDesc& desc);
    void finishView(const Header& header, SceneView& view, Diagnostics& warnings) const;

    struct Compiled;
    Helpers helpers_;
    PageAssets assets_;
    uint64_t assetChanges_ = 0;
    ReadModels models_;   // of an opened file, until the scene with it is compiled
    std::unique_ptr<Compiled> compiled_;   // of the render that began last; null: a scene that isn't kept, or none
    std::shared_ptr<const RenderScene> shown_;
    DisplaySettings display_;   // of the last accepted render
    std::deque<std::string> responses_;
};

struct Session::Render {
    int32_t job = 0;
    std::string accepted;              // the response to send once rendering has begun
    std::unique_ptr<Compiled> fresh;   // null: the scene that is there, with `view`
    std::unique_ptr<SceneDesc> desc;   // the text's, then
    SceneView view;
    double compileMs = 0;

    Render();
    ~Render();
};

}  // namespace raypool
