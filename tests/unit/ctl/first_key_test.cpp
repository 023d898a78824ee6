#include "host/ctl/first_key.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace herald::ctl {
namespace {

/// A server that answers in turn, and what it was asked.
struct Server {
  std::vector<http::Response> answers;
  std::vector<http::Request> asked{};
  Ask ask() {
    return [this](http::Request request) -> Result<http::Response> {
      asked.push_back(std::move(request));
      return answers.at(asked.size() - 1);
    };
  }
};

http::Response answer(int status, std::string body) {
  http::Response out;
  out.status = status;
  out.body = std::move(body);
  return out;
}

TEST(FirstKey, makes_a_tenant_where_there_is_none) {
  Server server{
      {answer(200, R"({"data":[]})"), answer(201, R"({"id":"t1"})"), answer(201, R"({"key":"k"})")}};
  const auto made = make_first_key(server.ask());
  ASSERT_TRUE(made);
  EXPECT_EQ(made->body, R"({"key":"k"})");
  ASSERT_EQ(server.asked.size(), 3U);
  EXPECT_NE(server.asked[1].body.find("default"), std::string::npos);
  EXPECT_NE(server.asked[2].body.find(R"("tenant_id":"t1")"), std::string::npos) << server.asked[2].body;
}

TEST(FirstKey, takes_the_oldest_tenant_where_there_are_some) {
  Server server{{answer(200, R"({"data":[{"id":"old"},{"id":"new"}]})"), answer(201, R"({"key":"k"})")}};
  ASSERT_TRUE(make_first_key(server.ask()));
  ASSERT_EQ(server.asked.size(), 2U);
  EXPECT_NE(server.asked[1].body.find(R"("tenant_id":"old")"), std::string::npos) << server.asked[1].body;
}

TEST(FirstKey, hands_on_a_refusal_and_asks_no_further) {
  Server server{{answer(503, R"({"detail":"away"})")}};
  const auto made = make_first_key(server.ask());
  ASSERT_TRUE(made);
  EXPECT_EQ(made->status, 503);
  EXPECT_EQ(server.asked.size(), 1U);
}

}  // namespace
}  // namespace herald::ctl
