#pragma once
#include <memory>

#include "host/domain/media.hpp"

namespace herald::egress {

/// Opens a file for those who write bodies on other ways than the engine (domain::OpenFile).
std::unique_ptr<domain::FilePieces> open_pieces(const domain::FileSegment& file);

}  // namespace herald::egress
