#include "host/features/sheet.hpp"

#include "tests/unit/features/fakes.hpp"

namespace herald::test {
namespace {

std::string refusal(const std::string& text, const features::Grants& grants = {}) {
  const auto read = features::read_sheet(text, "org.example.loyalty", grants);
  return read ? "" : read.error().reason + read.error().detail;
}

std::string with_path(const std::string& path) {
  return R"({"routes":[{"id":"r","method":"GET","path":")" + path +
         R"(","permission":"templates.read","summary":"s"}]})";
}

TEST(Sheet, ReadsWhatAFeatureAdds) {
  const auto sheet = sheet_of(kSheet);
  ASSERT_NE(sheet, nullptr);
  EXPECT_EQ(sheet->routes.at(0).id, "makeAccount");
  EXPECT_EQ(sheet->collections.at(0)->table, "px_loyalty_accounts");
  EXPECT_EQ(sheet->filters.at(0).needs.at(1).where.at("customer"), "/account/customer");
}

TEST(Sheet, APathOutsideTheOwnCornerNeedsAGrant) {
  EXPECT_EQ(refusal(with_path("/api/v1/x/loyalty/a/{id}")), "");
  EXPECT_NE(refusal(with_path("/api/v1/x/loyalty")), "");
  EXPECT_NE(refusal(with_path("/api/v1/x/other/a")), "");
  EXPECT_NE(refusal(with_path("/api/v1/points")), "");
  EXPECT_EQ(refusal(with_path("/api/v1/points"), {.prefixes = {"/api/v1/points"}}), "");
  EXPECT_EQ(refusal(with_path("/api/v1/points/{id}"), {.prefixes = {"/api/v1/points"}}), "");
  EXPECT_NE(refusal(with_path("/api/v1/pointsmore"), {.prefixes = {"/api/v1/points"}}), "");
}

TEST(Sheet, RefusesPathsThatAreNone) {
  for (const char* path : {"/api/v1/x/loyalty/../a", "/api/v1/x/loyalty/a//b", "/api/v1/x/loyalty/a/",
                           "/api/v1/x/loyalty/{", "/api/v1/x/loyalty/{}", "/api/v1/x/loyalty/a{b}",
                           "/api/v1/x/loyalty/{b}c", "/api/v1/x/loyalty/A", "/api/v1/x/loyalty/a b"})
    EXPECT_NE(refusal(with_path(path)), "") << path;
}

std::string jobs(const std::string& list) { return refusal(R"({"jobs":[)" + list + "]}"); }
std::string job(const std::string& name, const std::string& every) {
  return R"({"name":")" + name + R"(","every":)" + every + "}";
}

TEST(Sheet, TakesJobsOfASecondToAMonth) {
  EXPECT_EQ(jobs(job("sweep", "1")), "");
  EXPECT_NE(jobs(job("sweep", "0")), "");
  EXPECT_EQ(jobs(job("sweep", "2678400")), "");
  EXPECT_NE(jobs(job("sweep", "2678401")), "");
  EXPECT_NE(jobs(R"({"name":"sweep"})"), "") << "every is required";
}

TEST(Sheet, TakesEightJobsOfDifferentShortNames) {
  EXPECT_EQ(jobs(job(std::string(32, 'a'), "60")), "");
  EXPECT_NE(jobs(job(std::string(33, 'a'), "60")), "");
  for (const char* name : {"", "Sweep", "a-b", "a b", "a/b"}) EXPECT_NE(jobs(job(name, "60")), "") << name;
  EXPECT_NE(jobs(job("a", "60") + "," + job("a", "90")), "");
  std::string many = job("j0", "60");
  for (int i = 1; i < 8; ++i) many += "," + job("j" + std::to_string(i), "60");
  EXPECT_EQ(jobs(many), "");
  EXPECT_NE(jobs(many + "," + job("j8", "60")), "");
}

TEST(Sheet, RefusesWhatItDoesNotKnow) {
  EXPECT_NE(refusal("[]"), "");
  EXPECT_NE(refusal(R"({"timers":[]})"), "");
  EXPECT_NE(refusal(R"({"schemas":{"lower":{}}})"), "");
  EXPECT_NE(refusal(R"({"filters":[{"name":"f","stage":"later","when":"x"}]})"), "");
  EXPECT_NE(refusal(R"({"filters":[{"name":"f","stage":"render","when":"x","needs":[
    {"as":"a","collection":"nobodys","id":"/message/x"}]}]})"),
            "");
  EXPECT_NE(refusal(R"({"collections":[{"name":"t","bind":"message_template"}]})"), "") << "not granted";
}

}  // namespace
}  // namespace herald::test
