#include "app/wasm/session.h"

#include <gtest/gtest.h>

#include <cstring>
#include <nlohmann/json.hpp>

#include "raytracer/image/codec.h"
#include "raytracer/scene/data_uri.h"

namespace raypool {
namespace {

using nlohmann::json;

/// A page: sends requests as protocol.h has them, and renders what is accepted.
class Page {
public:
    Session session;
    Renderer renderer{2, {}};
    std::shared_ptr<const RenderScene> shown;
    int32_t job = 0;

    json send(json header, std::string_view payload = {}) {
        const std::string head = header.dump();
        const auto length = static_cast<uint32_t>(head.size());
        std::vector<uint8_t> message(sizeof length);
        std::memcpy(message.data(), &length, sizeof length);
        message.insert(message.end(), head.begin(), head.end());
        message.insert(message.end(), payload.begin(), payload.end());
        auto outcome = session.handle(message);
        if (outcome.render) {
            shown = session.begin(*outcome.render);
            EXPECT_TRUE(renderer.start(shown).has_value());
            session.respond(outcome.render->accepted);
            while (renderer.state() == RenderState::kRendering) renderer.waitFor(std::chrono::milliseconds(100));
        }
        if (outcome.pick) session.respond(session.picked(*outcome.pick, renderer.frame()));
        if (outcome.outline) session.respond(session.outlined(*outcome.outline, nullptr));
        if (!session.hasResponse()) return nullptr;
        json response = json::parse(session.response());
        session.popResponse();
        EXPECT_FALSE(session.hasResponse());
        return response;
    }
    json render(std::string_view text) { return send({{"op", "render"}, {"job", ++job}}, text); }
    std::vector<float> film() const { return {renderer.frame().film().begin(), renderer.frame().film().end()}; }
};

/// The picture of a session that has seen nothing else.
std::vector<float> fresh(std::string_view text) {
    Page page;
    EXPECT_EQ(page.render(text)["type"], "accepted");
    return page.film();
}

std::string scene(const std::string& camera, const std::string& more = "", const std::string& radius = "1") {
    return R"({"raypool": 1, "render": {"width": 80, "height": 60, "samples": 2}, )" + more + R"("camera": )" + camera +
           R"(, "objects": [{"sphere": {"radius": )" + radius + R"(}, "material": {"base_color": [1, 0, 0]}}, {"plane": {"point": [0, -1, 0]}}]})";
}

const std::string kFront = R"({"position": [0, 0, 5]})", kSide = R"({"position": [5, 1, 0], "look_at": [0, 0, 0], "yfov": 30})";

TEST(Session, AnotherCameraKeepsWhatIsCompiled) {
    Page page;
    EXPECT_FALSE(page.render(scene(kFront))["reused"].get<bool>());
    const auto moved = page.render(scene(kSide));
    EXPECT_EQ(moved["type"], "accepted");
    EXPECT_TRUE(moved["reused"].get<bool>());
    EXPECT_EQ(page.film(), fresh(scene(kSide)));
    // Settings and size are no content, either.
    const auto bright = page.render(scene(kSide, R"("title": "T", "display": {"exposure": 2}, )"));
    EXPECT_TRUE(bright["reused"].get<bool>());
    EXPECT_EQ(bright["sceneDisplay"]["exposure"], 2);
    // An object that is changed is, and is seen.
    const auto larger = page.render(scene(kSide, "", "1.5"));
    EXPECT_FALSE(larger["reused"].get<bool>());
    EXPECT_EQ(page.film(), fresh(scene(kSide, "", "1.5")));
    EXPECT_NE(page.film(), fresh(scene(kSide)));
}

TEST(Session, ACameraAloneGivesWhatTheTextWouldGive) {
    Page page;
    EXPECT_EQ(page.send({{"op", "camera"}, {"job", ++page.job}}, kSide)["type"], "rejected");
    page.render(scene(kFront));
    const auto moved = page.send({{"op", "camera"}, {"job", ++page.job}}, kSide);
    EXPECT_EQ(moved["type"], "accepted");
    EXPECT_EQ(moved["samples"], 2);
    EXPECT_NEAR(moved["camera"]["position"][0].get<double>(), 5, 1e-12);
    EXPECT_EQ(page.film(), fresh(scene(kSide)));
    // The coarse pass is a part of the same picture, whatever its stride.
    page.send({{"op", "camera"}, {"job", ++page.job}, {"coarse", 2}}, kFront);
    EXPECT_EQ(page.film(), fresh(scene(kFront)));
    page.send({{"op", "camera"}, {"job", ++page.job}, {"samples", 1}}, kSide);
    EXPECT_NE(page.film(), fresh(scene(kSide)));
    EXPECT_EQ(page.renderer.stats().samplesDone, 1U);
    EXPECT_EQ(page.send({{"op", "camera"}, {"job", ++page.job}}, R"({"yfov": 400})")["type"], "rejected");
    // And the text that says the same is the same picture.
    EXPECT_TRUE(page.render(scene(kSide))["reused"].get<bool>());
    EXPECT_EQ(page.film(), fresh(scene(kSide)));
}

TEST(Session, AnotherFileOfTheSameNameIsCompiledAnew) {
    const std::string text = R"({"raypool": 1, "render": {"width": 8, "height": 8, "samples": 1}, "objects": [{"mesh": {"file": "a.obj"}}]})";
    const std::string small = "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n", large = "v 0 0 0\nv 9 0 0\nv 0 9 0\nf 1 2 3\n";
    Page page;
    EXPECT_EQ(page.render(text)["type"], "needsAssets");
    page.send({{"op", "asset"}, {"path", "a.obj"}}, small);
    const auto first = page.render(text);
    EXPECT_NEAR(first["bounds"]["high"][0].get<double>(), 1, 1e-5);   // bounds have a margin
    EXPECT_TRUE(page.render(text)["reused"].get<bool>());
    page.send({{"op", "asset"}, {"path", "a.obj"}}, large);
    const auto second = page.render(text);
    EXPECT_FALSE(second["reused"].get<bool>());
    EXPECT_NEAR(second["bounds"]["high"][0].get<double>(), 9, 1e-5);
}

TEST(Session, AnEditThatKeepsTheMeshesKeepsThemAndTheTreesOverThem) {
    const auto text = [](const std::string& at, const std::string& color) {
        return R"({"raypool": 1, "render": {"width": 16, "height": 16, "samples": 1}, "objects": [
            {"mesh": {"file": "a.obj"}, "transform": {"translate": )" + at + R"(}, "material": {"base_color": )" + color + R"(}},
            {"mesh": {"positions": [[0, 0, -1], [1, 0, -1], [0, 1, -1]], "indices": [0, 1, 2]}}]})";
    };
    Page page;
    EXPECT_EQ(page.render(text("[0, 0, 0]", "[1, 0, 0]"))["type"], "needsAssets");
    page.send({{"op", "asset"}, {"path", "a.obj"}}, "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n");
    EXPECT_EQ(page.render(text("[0, 0, 0]", "[1, 0, 0]"))["type"], "accepted");
    EXPECT_EQ(page.shown->accel.meshesBuilt(), 2U);
    EXPECT_EQ(page.shown->meshFilesRead, 1U);
    const auto before = page.film();
    page.render(text("[0.5, 0, 0]", "[1, 0, 0]"));
    EXPECT_EQ(page.shown->accel.meshesBuilt(), 0U);
    EXPECT_EQ(page.shown->meshFilesRead, 0U);
    EXPECT_NE(page.film(), before);
    page.render(text("[0.5, 0, 0]", "[0, 1, 0]"));
    EXPECT_EQ(page.shown->accel.meshesBuilt(), 0U);
    page.render(text("[0, 0, 0]", "[1, 0, 0]"));
    EXPECT_EQ(page.film(), before);
    page.send({{"op", "asset"}, {"path", "a.obj"}}, "v 0 0 0\nv 2 0 0\nv 0 1 0\nf 1 2 3\n");
    page.render(text("[0, 0, 0]", "[1, 0, 0]"));
    EXPECT_EQ(page.shown->accel.meshesBuilt(), 1U);
    EXPECT_EQ(page.shown->meshFilesRead, 1U);
    // Without its normals it is another mesh.
    page.render(R"({"raypool": 1, "render": {"width": 8, "height": 8, "samples": 1}, "objects": [{"mesh": {"file": "a.obj", "flat": true}}]})");
    EXPECT_EQ(page.shown->meshFilesRead, 1U);
}

TEST(Session, AnEditReadsNoPictureAgain) {
    std::vector<uint8_t> rgba;
    for (int i = 0; i < 64; ++i) rgba.insert(rgba.end(), {static_cast<uint8_t>(4 * i), static_cast<uint8_t>(255 - 3 * i), 60, 255});
    const Bytes png = encodePng(8, 8, rgba);
    const std::string file(png.begin(), png.end());
    // One is a file, one is written into the text, which is other bytes each time.
    const auto text = [&](const std::string& radius) {
        return R"({"raypool": 1, "render": {"width": 16, "height": 16, "samples": 1}, "objects": [
            {"sphere": {"radius": )" + radius + R"(}, "material": {"base_color": {"path": "a.png"}, "specular_roughness": {"path": "a.png"}}},
            {"plane": {"point": [0, -1, 0]}, "material": {"base_color": {"path": ")" + toDataUri(png, "image/png") + R"("}}}]})";
    };
    const auto opened = [&](const std::string& radius) {
        auto page = std::make_unique<Page>();
        EXPECT_EQ(page->render(text(radius))["type"], "needsAssets");
        page->send({{"op", "asset"}, {"path", "a.png"}}, file);
        EXPECT_EQ(page->render(text(radius))["type"], "accepted");
        return page;
    };
    const auto page = opened("1");
    EXPECT_EQ(page->shown->picturesRead, 2U);
    page->render(text("0.8"));
    EXPECT_EQ(page->shown->picturesRead, 0U);
    EXPECT_EQ(page->film(), opened("0.8")->film());
    rgba[0] = 200;
    const Bytes other = encodePng(8, 8, rgba);
    page->send({{"op", "asset"}, {"path", "a.png"}}, std::string(other.begin(), other.end()));
    page->render(text("0.8"));
    EXPECT_EQ(page->shown->picturesRead, 1U);
}

TEST(Session, AScenePartlyReadLeavesTheOneInHand) {
    Page page;
    page.render(scene(kFront));
    const auto before = page.film();
    EXPECT_EQ(page.render(R"({"raypool": 1, "objects": [{"ball": {}}]})")["type"], "rejected");
    EXPECT_EQ(page.film(), before);
    EXPECT_EQ(page.send({{"op", "check"}, {"job", ++page.job}}, scene(kSide, "", "2"))["type"], "checked");
    EXPECT_TRUE(page.render(scene(kFront))["reused"].get<bool>());
}

TEST(Session, PickAndOutlineNameWhatIsSeen) {
    Page page;
    page.render(scene(kFront));
    const auto picked = page.send({{"op", "pick"}, {"id", 7}, {"x", 40}, {"y", 30}});
    EXPECT_EQ(picked["id"], 7);
    EXPECT_EQ(picked["hit"]["pointer"], "/objects/0");
    EXPECT_EQ(picked["hit"]["material"], "/objects/0/material");
    EXPECT_NEAR(picked["hit"]["distance"].get<double>(), 4, 1e-5);
    EXPECT_EQ(picked["film"]["samples"], 2);
    EXPECT_EQ(picked["film"]["color"][0].get<float>(), page.film()[3 * (30 * 80 + 40)]);
    EXPECT_NEAR(picked["film"]["albedo"][1].get<double>(), 0, 0.1);
    const auto sky = page.send({{"op", "pick"}, {"id", 8}, {"x", 1}, {"y", 1}});
    EXPECT_TRUE(sky["hit"].is_null());
    EXPECT_EQ(sky["film"]["samples"], 2);
    EXPECT_TRUE(page.send({{"op", "pick"}, {"id", 9}, {"x", 900}, {"y", 1}})["film"].is_null());
    EXPECT_TRUE(page.send({{"op", "outline"}, {"id", 1}, {"pointer", "/objects/0"}})["path"].get<std::string>().starts_with("M"));
    EXPECT_EQ(page.send({{"op", "outline"}, {"id", 2}, {"pointer", "/objects/5"}})["path"], "");
}

}  // namespace
}  // namespace raypool
