#include "raytracer/render/tiles.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace raypool {
namespace {

constexpr TileGrid kGrids[] = {{1, 1}, {32, 32}, {33, 31}, {20, 400}, {400, 20}, {333, 217}, {1024, 768}, {64, 1}};

TEST(Tiles, CoverThePictureExactlyOnce) {
    for (const TileGrid& grid : kGrids) {
        SCOPED_TRACE(::testing::Message() << grid.width << " x " << grid.height);
        std::vector<int> covered(size_t{grid.width} * grid.height);
        for (uint32_t i = 0; i < grid.count(); ++i) {
            const Tile t = grid[i];
            ASSERT_LT(t.x0, t.x1);
            ASSERT_LT(t.y0, t.y1);
            ASSERT_LE(t.x1, grid.width);
            ASSERT_LE(t.y1, grid.height);
            ASSERT_LE(t.x1 - t.x0, TileGrid::kSize);
            ASSERT_LE(t.y1 - t.y0, TileGrid::kSize);
            for (uint32_t y = t.y0; y < t.y1; ++y) {
                for (uint32_t x = t.x0; x < t.x1; ++x) ++covered[size_t{y} * grid.width + x];
            }
        }
        EXPECT_EQ(std::count(covered.begin(), covered.end(), 1), static_cast<ptrdiff_t>(covered.size()));
    }
}

TEST(Tiles, RowByRowFromTheTopLeft) {
    const TileGrid grid{100, 70};
    EXPECT_EQ(grid.columns(), 4U);
    EXPECT_EQ(grid.rows(), 3U);
    EXPECT_EQ(grid.count(), 12U);
    EXPECT_EQ(grid[5].x0, 32U);
    EXPECT_EQ(grid[5].y0, 32U);
    EXPECT_EQ(grid[11].x1, 100U);
    EXPECT_EQ(grid[11].y1, 70U);
}

TEST(Tiles, CentreFirst) {
    for (const TileGrid& grid : kGrids) {
        const auto order = grid.centreFirst();
        EXPECT_EQ(std::set<uint32_t>(order.begin(), order.end()).size(), grid.count());
        ASSERT_EQ(order.size(), grid.count());
        double before = 0;
        for (const uint32_t tile : order) {
            // From the middle of the grid, in tiles.
            const double x = tile % grid.columns() + 0.5 - grid.columns() / 2.0;
            const double y = tile / grid.columns() + 0.5 - grid.rows() / 2.0;
            const double distance = std::hypot(x, y);
            EXPECT_GE(distance, before - 1e-9);
            before = distance;
        }
    }
}

TEST(Tiles, NoPictureNoTiles) { EXPECT_EQ(TileGrid{}.count(), 0U); }

}  // namespace
}  // namespace raypool
