#include "host/streams/actions.hpp"

#include <gtest/gtest.h>

namespace herald::streams {
namespace {

std::string problem(const std::string& json, std::size_t shown = 10) {
  const auto moves = read_moves({json, "0123456789"}, shown);
  return moves ? "none" : moves.error().reason;
}

std::string problem_of(const std::string& action) { return problem(R"({"actions":[)" + action + "]}"); }

TEST(Actions, AreReadInTheirOrder) {
  const auto moves = read_moves({R"({"state":{"b":1,"a":2},"consumed":7,"redact":["s3cret"],"actions":[
         {"connect":{"host":"mail.example.com","port":587,"tls":"starttls"}},
         {"write":[{"text":"a"},{"range":{"off":2,"len":3}},{"text":"b"}]},
         {"start_tls":{}},{"timer":{"after_ms":500}},{"commit":{}},
         {"verdict":{"kind":"ok"}},{"close":{}}]})",
                                 "0123456789"},
                                7);
  ASSERT_TRUE(moves) << moves.error().detail;
  const Moves expected{
      .state = R"({"a":2,"b":1})",
      .consumed = 7,
      .actions = {Connect{"mail.example.com", 587, TlsMode::StartTls}, Write{"a234b"}, StartTls{},
                  SetTimer{std::chrono::milliseconds{500}}, Commit{}, Conclude{R"({"kind":"ok"})"}, Close{}},
      .redact = {"s3cret"}};
  EXPECT_EQ(*moves, expected);
}

TEST(Actions, WriteFilesOfTheMessageWhereTheyStand) {
  const std::vector<domain::AttachedFile> files{{"b1", "/m/1", 10}, {"b2", "/m/2", 0}};
  const auto moves =
      read_moves({R"({"actions":[{"write":[{"text":"ab"},{"blob":"b2"},{"range":{"off":0,"len":1}},
         {"blob":"b1","encode":"base64_mime"}]}]})",
                  "0123456789"},
                 0, files);
  ASSERT_TRUE(moves) << moves.error().detail;
  const Write expected{
      "ab0", {{2, "/m/2", 0, domain::FileEncoding::None}, {3, "/m/1", 10, domain::FileEncoding::Base64Mime}}};
  EXPECT_EQ(std::get<Write>(moves->actions.at(0)), expected);
  for (const char* segment : {R"({"blob":"b3"})", R"({"blob":7})", R"({"blob":"b1","encode":"hex"})"}) {
    const std::string json = std::string{R"({"actions":[{"write":[)"} + segment + "]}]}";
    EXPECT_FALSE(read_moves({json, ""}, 0, files)) << segment;
  }
  EXPECT_FALSE(read_moves({R"({"actions":[{"message":{"binary":[{"blob":"b1"}]}}]})", ""}, 0, files));
}

TEST(Actions, MayBeNone) {
  const auto moves = read_moves({"{}", ""}, 0);
  ASSERT_TRUE(moves);
  EXPECT_EQ(*moves, Moves{});
}

TEST(Actions, OutsideOfTheContractAreRefused) {
  for (const char* json : {"", "[]", "7", R"({"consumed":11})", R"({"consumed":-1})", R"({"consumed":"1"})"})
    EXPECT_EQ(problem(json), "bad_actions") << json;
  EXPECT_EQ(problem(R"({"state":{"x":")" + std::string(16 * 1024, 'x') + "\"}}"), "bad_actions");
  for (const char* action :
       {"{}", "7", R"({"dance":{}})", R"({"close":{},"commit":{}})", R"({"write":"text"})",
        R"({"write":[{"blob":"b1"}]})", R"({"write":[{"range":{"off":8,"len":3}}]})",
        R"({"write":[{"range":{"off":-1,"len":3}}]})",
        R"({"write":[{"range":{"off":1,"len":9223372036854775807}}]})", R"({"verdict":"accepted"})",
        R"({"timer":{"after_ms":-1}})", R"({"timer":{"after_ms":600001}})", R"({"timer":{}})",
        R"({"connect":{"host":"","port":25,"tls":"none"}})",
        R"({"connect":{"host":"a\u0000b","port":25,"tls":"none"}})",
        R"({"connect":{"host":"a","port":0,"tls":"none"}})",
        R"({"connect":{"host":"a","port":65536,"tls":"none"}})",
        R"({"connect":{"host":"a","port":25,"tls":"maybe"}})", R"({"connect":{"host":"a","port":25}})"})
    EXPECT_EQ(problem_of(action), "bad_actions") << action;
}

TEST(Actions, AreBoundedInNumber) {
  std::string many = R"({"close":{}})";
  for (int i = 1; i < 64; ++i) many += R"(,{"close":{}})";
  EXPECT_EQ(problem_of(many), "none");
  EXPECT_EQ(problem_of(many + R"(,{"close":{}})"), "bad_actions");
}

std::string websocket(const std::string& wish) {
  const auto upgrade = read_upgrade(wish);
  return upgrade ? "none" : upgrade.error().reason;
}

TEST(Actions, OfAWebSocketAreReadAndKeptApartFromBytes) {
  const auto moves = read_moves(
      {R"({"actions":[{"connect":{"host":"a.example","port":443,"tls":"implicit","websocket":{"target":"/x",)"
       R"("headers":[["A","b"]],"protocol":"p"}}},{"message":{"text":[{"text":"a"}]}},)"
       R"({"message":{"binary":[{"range":{"off":1,"len":2}}]}}]})",
       "0123"},
      0);
  ASSERT_TRUE(moves) << moves.error().detail;
  const std::vector<Action> expected{
      Connect{"a.example", 443, TlsMode::Implicit, Upgrade{"/x", {{"A", "b"}}, "p"}},
      Message{Payload::Text, "a"}, Message{Payload::Binary, "12"}};
  EXPECT_EQ(moves->actions, expected);
  EXPECT_TRUE(permitted(*moves, Carries::Bytes, domain::PointOfNoReturn::Refused));
  const Moves message{.actions = {Message{}}};
  EXPECT_FALSE(permitted(message, Carries::Bytes, domain::PointOfNoReturn::Allowed));
  EXPECT_EQ(problem_of(R"({"message":{}})"), "bad_actions");
  EXPECT_EQ(problem_of(R"({"message":{"text":[],"binary":[]}})"), "bad_actions");
  EXPECT_EQ(problem_of(R"({"connect":{"host":"a","port":1,"tls":"starttls","websocket":{}}})"),
            "bad_actions");
}

TEST(Actions, OfAWebSocketCannotBreakOutOfTheHandshake) {
  EXPECT_EQ(websocket("{}"), "none");
  EXPECT_EQ(websocket(R"({"target":"/a?b=%20","headers":[["X-A","b c"]]})"), "none");
  for (const char* wish :
       {"[]", R"({"target":""})", R"({"target":"a"})", R"({"target":"/a b"})", R"({"target":"/a\r\nX: y"})",
        R"({"target":"/a#b"})", R"({"protocol":"a b"})", R"({"headers":[["A"]]})",
        R"({"headers":[["A b","c"]]})", R"({"headers":[["A","b\r\nC: d"]]})", R"({"headers":[["Host","x"]]})",
        R"({"headers":[["upgrade","x"]]})", R"({"headers":[["Sec-WebSocket-Key","x"]]})",
        R"({"headers":[["Content-Length","1"]]})"})
    EXPECT_EQ(websocket(wish), "bad_actions") << wish;
  const auto target = [](std::size_t size) { return R"({"target":"/)" + std::string(size - 1, 'a') + "\"}"; };
  EXPECT_EQ(websocket(target(2048)), "none");
  EXPECT_EQ(websocket(target(2049)), "bad_actions");
  const auto header = [](std::size_t size) {
    return R"({"headers":[["A",")" + std::string(size - 1, 'a') + R"("]]})";
  };
  EXPECT_EQ(websocket(header(8192)), "none");
  EXPECT_EQ(websocket(header(8193)), "bad_actions");
  std::string many = R"(["A","b"])";
  for (int i = 1; i < 32; ++i) many += R"(,["A","b"])";
  EXPECT_EQ(websocket(R"({"headers":[)" + many + "]}"), "none");
  EXPECT_EQ(websocket(R"({"headers":[)" + many + R"(,["A","b"]]})"), "bad_actions");
}

}  // namespace
}  // namespace herald::streams
