#include "host/features/desk.hpp"

#include "tests/unit/features/fakes.hpp"

namespace herald::test {
namespace {

class DeskTest : public testing::Test {
 protected:
  Result<features::RouteReply> answer(const std::string& text) {
    plugin_.answer = text;
    return desk_.answer(plugin_.sheet, plugin_.sheet->routes[0],
                        {.tenant = domain::TenantId{"tenant-a"},
                         .origin = {.actor = "apikey:1", .request_id = "r"},
                         .body = R"({"customer":"ann"})",
                         .if_match = 4});
  }
  static std::string insert(const std::string& ref) {
    return R"({"writes":[{"kind":"insert","collection":"accounts","ref":")" + ref +
           R"(","values":{"customer":"ann"}}],"reply":{"body":{"customer":"ann"},"made":"a","etag":"a",)" +
           R"("fill":{"id":"a.id","revision":"a.rev"}}})";
  }
  ScriptedPlugin plugin_;
  Shelf shelf_;
  SystemClock clock_;
  SystemRandom random_;
  features::Desk desk_{{plugin_, shelf_, shelf_, clock_, random_}};
};

TEST_F(DeskTest, GivesThePluginTheRequestAndCommitsWhatItReturns) {
  const auto reply = answer(insert("a"));
  ASSERT_TRUE(reply) << reply.error().detail;
  EXPECT_NE(plugin_.seen->input.find(R"("body":{"customer":"ann"},"if_match":4)"), std::string::npos)
      << plugin_.seen->input;
  EXPECT_EQ(shelf_.committed->tenant.text, "tenant-a");
  EXPECT_EQ(shelf_.committed->origin.actor, "apikey:1");
  const std::string id = shelf_.committed->writes.at(0).id;
  EXPECT_EQ(reply->status, 201);
  EXPECT_EQ(reply->made, id);
  EXPECT_EQ(reply->etag, 1);
  EXPECT_EQ(reply->body, R"({"customer":"ann","id":")" + id + R"(","revision":1})");
}

TEST_F(DeskTest, ReadsAreOfTheTenantOfTheCall) {
  shelf_.record =
      domain::Record{.id = "01890000-0000-7000-8000-00000000dead", .values = {{"customer", "ann"}}};
  ASSERT_TRUE(answer("{}"));
  EXPECT_NE(*plugin_.seen->reads->get("accounts", shelf_.record->id), "null");
  EXPECT_EQ(plugin_.seen->reads->get("nobodys", shelf_.record->id).error().reason, "unknown_collection");
  EXPECT_EQ(*plugin_.seen->reads->count(R"({"collection":"accounts"})"), "7");
  shelf_.owner = domain::TenantId{"tenant-b"};
  EXPECT_EQ(*plugin_.seen->reads->get("accounts", shelf_.record->id), "null");
}

TEST_F(DeskTest, AProblemOfThePluginIsTheAnswer) {
  const auto reply = answer(R"({"problem":{"kind":"not_found","reason":"unknown_account","detail":"none",
    "errors":[{"pointer":"/a","text":"b"}]}})");
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, Errc::NotFound);
  EXPECT_EQ(reply.error().reason, "unknown_account");
  EXPECT_EQ(reply.error().problems.at(0).pointer, "/a");
}

TEST_F(DeskTest, AnAnswerThatIsNoneIsADefectAndCommitsNothing) {
  for (const std::string& text :
       {std::string{"no json"}, std::string{"[]"},
        std::string{R"({"problem":{"kind":"odd","reason":"r","detail":"d"}})"},
        std::string{R"({"writes":[{"kind":"insert","collection":"tenant","values":{}}]})"},
        std::string{R"({"commands":[{"kind":"send"}],"reply":{}})"},
        std::string{R"({"reply":{"made":"nothing"}})"}, std::string{R"({"reply":{"status":200}})"},
        insert("b")}) {
    const auto reply = answer(text);
    ASSERT_FALSE(reply) << text;
    EXPECT_EQ(reply.error().reason, "bad_answer") << text;
    EXPECT_EQ(reply.error().code, Errc::Internal) << text;
  }
  EXPECT_FALSE(shelf_.committed);
}

TEST_F(DeskTest, ARefusedCommitIsTheAnswer) {
  shelf_.refusal = Error{.code = Errc::Stale, .reason = "revision_changed"};
  EXPECT_EQ(answer(insert("a")).error().reason, "revision_changed");
}

}  // namespace
}  // namespace herald::test
