// What the golden files do not say. Run with the built plugin: acme_test acme.so
#include <cstdio>
#include <herald/testing.hpp>

namespace {

using namespace herald::sdk::testing;

int failures = 0;
void expect(const std::string& json, const char* part) {
  if (json.find(part) != std::string::npos) return;
  std::printf("expected %s in %s\n", part, json.c_str());
  ++failures;
}

const Step kMessage{.input = R"({"now_ms":1732357000000,"message":{"attempt_ref":"a-1","to":"+447700900123",
                                 "text":"hello"}})",
                    .account = R"({"api_url":"https://api.example.net","auth_token":"t","config":{}})"};

void a_message_becomes_a_request_that_commits(const Plugin& plugin) {
  const Output plan = plugin.plan(kMessage);
  expect(plan.json, R"("url":"https://api.example.net/v1/messages")");
  expect(plan.json, R"("commits":true)");
  expect(plan.bytes, R"("client_ref":"a-1")");
}

void only_an_answer_with_an_id_counts_as_sent(const Plugin& plugin) {
  expect(plugin.on_response(kMessage, {.status = 201, .body = R"({"id":"m-1"})"}).json,
         R"("kind":"accepted")");
  expect(plugin.on_response(kMessage, {.status = 201, .body = "{}"}).json, R"("kind":"unknown")");
}

void an_unsigned_callback_is_refused(const Plugin& plugin) {
  const Step callback{.op = "webhook", .input = R"({"now_ms":0,"request":{"headers":[]}})", .bytes = "{}"};
  expect(plugin.plan(callback).json, R"("kind":"refused")");
}

}  // namespace

int main(int, char** words) {
  const FakeHost host;
  const Plugin plugin{words[1], host};
  a_message_becomes_a_request_that_commits(plugin);
  only_an_answer_with_an_id_counts_as_sent(plugin);
  an_unsigned_callback_is_refused(plugin);
  return failures == 0 ? 0 : 1;
}
