// What the plugin does with records. Run with the built plugin: acme_test acme.so
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

FeatureStep route(const char* name, const char* body, const char* query) {
  return {.name = name,
          .input = R"({"now":"2026-11-27T12:00:00.000Z","actor":"key:1","params":{},"query":)" +
                   std::string{query} + R"(,"body":)" + body + R"(,"if_match":null})"};
}

void what_is_written_is_listed(const FeaturePlugin& plugin) {
  Records records{plugin.descriptor()};
  const TenantRecords ours{records, "tenant-1"}, theirs{records, "tenant-2"};
  const std::string answer =
      plugin.run(route("makeAcmeNote", R"({"message_id":"m-1","text":"Ask again"})", "{}"), ours);
  expect(answer, R"("made":"note")");
  records.commit("tenant-1", answer);
  const FeatureStep list = route("listAcmeNotes", "null", R"({"message_id":"m-1"})");
  expect(plugin.run(list, ours), R"("text":"Ask again")");
  expect(plugin.run(list, theirs), R"("data":[])");
}

void a_failed_message_gets_a_note(const FeaturePlugin& plugin) {
  Records records{plugin.descriptor()};
  const TenantRecords ours{records, "tenant-1"};
  const FeatureStep event{
      .op = "event", .name = "message.failed", .input = R"({"try":1,"event":{"subject":"m-2","data":{}}})"};
  records.commit("tenant-1", plugin.run(event, ours));
  expect(plugin.run(route("listAcmeNotes", "null", "{}"), ours), R"("message_id":"m-2")");
}

void pages_follow_one_another(const FeaturePlugin& plugin) {
  Records records{plugin.descriptor()};
  const TenantRecords ours{records, "tenant-1"};
  for (const char* note : {R"({"message_id":"m-1","text":"one"})", R"({"message_id":"m-1","text":"two"})"})
    records.insert("tenant-1", "notes", note);
  expect(plugin.run(route("listAcmeNotes", "null", R"({"limit":"1"})"), ours), R"("has_more":true)");
  expect(plugin.run(route("listAcmeNotes", "null", R"({"cursor":"none"})"), ours),
         R"("reason":"invalid_query")");
}

}  // namespace

int main(int, char** words) {
  const FakeHost host;
  const FeaturePlugin plugin{words[1], host};
  what_is_written_is_listed(plugin);
  a_failed_message_gets_a_note(plugin);
  pages_follow_one_another(plugin);
  return failures == 0 ? 0 : 1;
}
