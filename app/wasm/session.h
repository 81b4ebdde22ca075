// What the page asks of the engine, in either build: requests in, responses out, one scene in hand.
#pragma once
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "raytracer/raytracer.h"

namespace raypool {

/// The files that the page has sent, by the names that scenes give them.
class PageAssets final : public AssetSource {
public:
    std::expected<std::vector<uint8_t>, std::string> read(const std::string& path) override;
    std::expected<SharedBytes, std::string> share(const std::string& path) override;
    bool has(const std::string& path) override;
    /// Sent, or said to be missing.
    bool knows(const std::string& path) const { return files_.contains(path); }
    void put(std::string path, std::vector<uint8_t> bytes) { files_[std::move(path)] = std::make_shared<const std::vector<uint8_t>>(std::move(bytes)); }
    void putMissing(std::string path, std::string reason) { files_[std::move(path)] = std::unexpected(std::move(reason)); }
    /// To be asked for again.
    void forget(const std::string& path) { files_.erase(path); }
    size_t bytes() const;
    /// Forgets what the scene does not name: an edit must not hold on to memory for ever. Failures are forgotten, too, so
    /// that the next edit asks again.
    void keepOnly(const std::vector<FileNames>& named);

private:
    std::unordered_map<std::string, std::expected<SharedBytes, std::string>> files_;
};

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

/// The response to a render that has ended; `message` only where it failed.
std::string finishedResponse(int32_t job, std::string_view outcome, std::string_view message, const RenderStats& stats,
                             double compileMs);
std::string rejectedResponse(int32_t job, const Diagnostics& diagnostics);
std::string continuedResponse(int32_t job, uint32_t samples);
/// The film as a file of this kind: hdr, exr or pfm; empty for any other, and without a picture. `denoised`: as the display
/// shows it, if that is denoised; an exr has the film's own values as noisy.R, noisy.G and noisy.B, then.
Bytes encodeFilm(const Frame& frame, std::string_view kind, bool denoised = false);
/// What the display shows; `working`: something else soon.
std::string denoisedResponse(int32_t job, DenoiseShown shown, bool working, double ms);
std::string encodedResponse(std::string_view kind, const Bytes& file);

}  // namespace raypool
