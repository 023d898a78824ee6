#pragma once
#include <string>
#include <utility>

#include "host/api/cursor.hpp"
#include "host/domain/ports.hpp"
#include "host/http/message.hpp"
#include "host/json/writer.hpp"

namespace herald::api {

/// `{"data":[…],"next_cursor":…,"has_more":…}`; `write` writes one item as an object.
template <class T, class Write>
http::Response render_list(const domain::Page<T>& page, const CursorScope& scope, Write&& write) {
  json::Writer writer;
  writer.begin_object().begin_array("data");
  for (const T& item : page.items) write(writer, item);
  writer.end_array()
      .text_or_null("next_cursor", encode_cursor(scope, page.next_cursor))
      .boolean("has_more", !page.next_cursor.empty())
      .end_object();
  http::Response response;
  response.body = writer.take();
  return response;
}

}  // namespace herald::api
