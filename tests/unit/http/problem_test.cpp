#include "host/http/problem.hpp"

#include <gtest/gtest.h>

namespace herald::http {
namespace {

TEST(ProblemTest, writes_every_member_that_is_given) {
  const ProblemDetails problem{.status = 422,
                               .code = "schema",
                               .detail = "2 \"problems\"",
                               .errors = {{"/to", "is missing"}, {"/a~1b", "too long"}},
                               .request_id = "r1"};
  EXPECT_EQ(
      to_json(problem),
      R"({"type":"urn:herald:problem:schema","title":"Unprocessable Content","status":422,"code":"schema",)"
      R"("detail":"2 \"problems\"","errors":[{"pointer":"/to","detail":"is missing"},)"
      R"({"pointer":"/a~1b","detail":"too long"}],"request_id":"r1","retryable":false})");
}

TEST(ProblemTest, leaves_out_what_is_empty_and_prefers_the_given_title) {
  const ProblemDetails problem{
      .status = 503, .code = "busy", .title = "Busy", .request_id = "r", .retryable = true};
  EXPECT_EQ(
      to_json(problem),
      R"({"type":"urn:herald:problem:busy","title":"Busy","status":503,"code":"busy","request_id":"r","retryable":true})");
}

TEST(ProblemTest, becomes_a_problem_json_answer_with_retry_after) {
  const Response response =
      to_response({.status = 429, .code = "limited", .retry_after = std::chrono::seconds{7}});
  EXPECT_EQ(response.status, 429);
  EXPECT_EQ(response.content_type, "application/problem+json");
  EXPECT_EQ(response.headers, (std::vector<Header>{{"Retry-After", "7"}}));
}

}  // namespace
}  // namespace herald::http
