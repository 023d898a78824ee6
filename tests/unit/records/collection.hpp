#pragma once
#include <gtest/gtest.h>

#include "host/records/declaration.hpp"
#include "host/records/write_set.hpp"

namespace herald::test {

inline json::Document document(std::string_view text) {
  auto read = json::parse(text);
  EXPECT_TRUE(read) << text;
  return read ? *read : json::Document{};
}

/// As plugin org.example.loyalty.
inline Result<records::Collections> declared(std::string_view text, bool may_bind = false) {
  return records::read_collections(document(text), {.id = "org.example.loyalty", .may_bind = may_bind});
}

/// Why it was refused, as "pointer text" lines; empty when it was not.
template <class T>
std::string complaints(const Result<T>& result) {
  std::string out;
  if (!result)
    for (const Problem& problem : result.error().problems) out += problem.pointer + " " + problem.text + "\n";
  return out;
}

inline records::Collections accounts() {
  const auto read = declared(R"([{"name":"accounts","fields":[
    {"name":"customer","type":"text","longest":64,"required":true},
    {"name":"points","type":"integer","required":true,"default":0},
    {"name":"gold","type":"boolean","required":true,"default":false},
    {"name":"since","type":"time"},{"name":"notes","type":"json","longest":100}],
    "indexes":[{"fields":["customer"],"unique":true},{"fields":["gold","points"]}]}])");
  EXPECT_TRUE(read) << complaints(read);
  return read ? *read : records::Collections{};
}

}  // namespace herald::test
