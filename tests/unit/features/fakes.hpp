#pragma once
#include <gtest/gtest.h>

#include "host/features/desk.hpp"
#include "host/features/filters.hpp"

namespace herald::test {

constexpr const char* kSheet = R"({"collections":[{"name":"accounts","fields":[
{"name":"customer","type":"text","required":true}],"indexes":[{"fields":["customer"]}]}],
"schemas":{"Account":{"type":"object"}},
"routes":[{"id":"makeAccount","method":"POST","path":"/api/v1/x/loyalty/accounts","permission":"templates.read",
"summary":"Make one","request":"Account","response":"Account","status":201,"idempotent":true}],
"filters":[{"name":"f","stage":"render","when":"account_id","needs":[
{"as":"account","collection":"accounts","id":"/message/account_id"},
{"as":"twins","collection":"accounts","where":{"customer":"/account/customer"}}]}]})";

inline std::shared_ptr<const features::Sheet> sheet_of(const std::string& text) {
  auto read = features::read_sheet(text, "org.example.loyalty", {});
  EXPECT_TRUE(read) << read.error().detail;
  return read ? std::make_shared<const features::Sheet>(*std::move(read)) : nullptr;
}

/// Answers every call with the same text and remembers what it was given.
class ScriptedPlugin final : public features::Plugins {
 public:
  std::vector<std::shared_ptr<const features::Sheet>> sheets() override { return {sheet}; }
  Result<std::string> route(features::Task task) override { return take(std::move(task)); }
  Result<std::string> filter(features::Task task) override { return take(std::move(task)); }
  void ask(features::Task task, Answer done) override { done(take(std::move(task))); }
  void run(features::Task task, Answer done) override {
    if (late) return waiting.push_back(std::move(done));
    done(take(std::move(task)));
  }
  bool late{false};  ///< answers of run() wait for the test
  std::vector<Answer> waiting{};
  std::shared_ptr<const features::Roster> roster() override {
    return std::make_shared<features::Roster>(features::Roster{.serving = sheets(), .absent = away});
  }
  std::shared_ptr<const features::Sheet> sheet{sheet_of(kSheet)};
  std::vector<std::shared_ptr<const features::Sheet>> away{};
  std::string answer{"{}"};
  std::optional<Error> failure{};  ///< instead of the answer
  std::optional<features::Task> seen{};

 private:
  Result<std::string> take(features::Task task) {
    seen = std::move(task);
    if (failure) return *failure;
    return answer;
  }
};

/// Records of one tenant, and what was committed.
class Shelf final : public domain::RecordReader, public domain::RecordWriter {
 public:
  Result<std::optional<domain::Record>> get(const domain::TenantId& tenant, const domain::Collection&,
                                            const std::string& id) override {
    if (tenant != owner || !record || record->id != id) return std::optional<domain::Record>{};
    return record;
  }
  Result<domain::RecordPage> query(const domain::TenantId& tenant, const domain::Collection&,
                                   const domain::RecordQuery&) override {
    domain::RecordPage page;
    if (tenant == owner && record) page.records.push_back(*record);
    return page;
  }
  Result<std::int64_t> count(const domain::TenantId&, const domain::Collection&, const domain::RecordQuery&,
                             std::int64_t) override {
    return std::int64_t{7};
  }
  void commit(domain::WriteSet set, domain::Completion<domain::RecordsCommitted> done) override {
    domain::RecordsCommitted out;
    for (const domain::RecordWrite& write : set.writes)
      out.written.push_back({.ref = write.ref, .id = write.id, .rev = 1});
    committed = std::move(set);
    if (refusal) return done(*refusal);
    done(std::move(out));
  }
  domain::TenantId owner{"tenant-a"};
  std::optional<domain::Record> record{};
  std::optional<domain::WriteSet> committed{};
  std::optional<Error> refusal{};
};

}  // namespace herald::test
