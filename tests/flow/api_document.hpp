#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace herald::test {

/// A place where an operation takes the id of a tenant's row. [value]
struct IdPosition {
  std::string in;    ///< "path", "query" or "body"
  std::string name;  ///< of the parameter; in the body the JSON pointer of the member
  std::string kind;  ///< the id's schema, e.g. ChannelId
};

/// One operation of the OpenAPI document. [value]
struct ApiOperation {
  std::string id;
  std::string method;
  std::string path;
  std::string permission;                    ///< empty: public
  std::map<std::string, std::string> plain;  ///< parameters of the path that are no ids, with their schema
  std::string body;                          ///< name of the body's schema; empty: none
  bool upload{false};                        ///< the body is a file
  std::vector<IdPosition> ids;
};

/// The document, read for the isolation test. [value]
struct ApiDocument {
  std::vector<ApiOperation> operations;
  /// What keeps the test from covering everything, with what to do about it.
  std::vector<std::string> gaps;
};

ApiDocument read_api_document(const nlohmann::json& document);

}  // namespace herald::test
