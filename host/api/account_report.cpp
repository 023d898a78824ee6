#include "host/api/account_report.hpp"

namespace herald::api {

void write_finding(json::Writer& writer, const domain::AccountFinding& finding) {
  writer.text_or_null("verdict", finding.kind);
  if (finding.usable) {
    writer.null("error");
  } else {
    writer.begin_object("error")
        .text_or_null("class", finding.error_class)
        .text_or_null("code", finding.code)
        .text_or_null("text", finding.text)
        .end_object();
  }
  if (finding.status > 0) {
    writer.number("http_status", finding.status);
  } else {
    writer.null("http_status");
  }
}

}  // namespace herald::api
