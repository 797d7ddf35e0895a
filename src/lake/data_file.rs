//! Data files: rows in Parquet, under a name that is made of what they hold.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use parquet::basic::{
    Compression, ConvertedType, Encoding, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel,
};
use parquet::errors::Result;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnPath, Type, TypePtr};
use sha2::{Digest, Sha256};

use super::cells::Cells;
use super::error::LakeError;
use super::names;
use crate::model::columnar::{ColumnType, TypedColumn};
use crate::model::hex::hex;
use crate::store::PartFile;

/// The level of compression. Higher ones take far longer and save little.
const LEVEL: i32 = 3;

/// Bytes of the hash in the name of a file.
const HASH: usize = 16;

/// A data file of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFile {
    /// The path below the table, with `/`.
    pub path: String,
    /// The shop.
    pub shop: String,
    /// The month or quarter; nothing for rows without a time.
    pub month: Option<String>,
    /// Bytes.
    pub size: u64,
    /// Rows.
    pub rows: u64,
}

/// Writes rows of a shop and a month to a data file below a table. A file of the same name has the same rows and stays.
pub(super) fn write(
    table: &Path,
    columns: &[TypedColumn],
    cells: &Cells,
    shop: &str,
    month: Option<&str>,
) -> std::result::Result<DataFile, LakeError> {
    let folder = format!("{}/{}", names::folder("shop", Some(shop)), names::folder("month", month));
    let target_folder = table.join(&folder);
    fs::create_dir_all(&target_folder).map_err(LakeError::of(&target_folder))?;
    let draft = target_folder.join("part");
    let mut part = PartFile::create(&draft).map_err(LakeError::of(&draft))?;
    let (hash, size) = write_rows(part.file(), columns, cells, shop).map_err(LakeError::of_parquet(&draft))?;
    let name = format!("part-{}.zstd.parquet", hex(&hash[..HASH]));
    let target = target_folder.join(&name);
    if !is_used_again(&target, size) {
        share(part.file()).and_then(|()| part.file().sync_all()).map_err(LakeError::of(&target))?;
        part.finish(&target).map_err(LakeError::of(&target))?;
    }
    let rows = u64::try_from(cells.rows()).unwrap_or(u64::MAX);
    Ok(DataFile {
        path: format!("{folder}/{name}"),
        shop: shop.to_owned(),
        month: month.map(str::to_owned),
        size,
        rows,
    })
}

/// Tells whether a file is there as a whole, and dates it anew, so that no vacuum takes it for an old one meanwhile.
fn is_used_again(path: &Path, size: u64) -> bool {
    let date = |file: File| file.set_modified(SystemTime::now()).and_then(|()| file.metadata());
    File::options().append(true).open(path).and_then(date).is_ok_and(|meta| meta.len() == size)
}

/// Lets the group and others read a file, as far as the folder lets them: the workers of an engine are often other users.
#[cfg(unix)]
pub(super) fn share(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "elsewhere it can fail")]
pub(super) fn share(_: &File) -> io::Result<()> {
    Ok(())
}

/// Writes rows as Parquet. Returns the hash of the shop and the bytes, and how many bytes there are.
fn write_rows(file: &mut File, columns: &[TypedColumn], cells: &Cells, shop: &str) -> Result<(Vec<u8>, u64)> {
    let mut hashed = Hashed { file, hash: Sha256::new(), size: 0 };
    // Two shops may have equal rows, and their folders may be one where the file system knows no small letters.
    hashed.hash.update(shop.as_bytes());
    hashed.hash.update([0]);
    let mut writer = SerializedFileWriter::new(&mut hashed, schema(columns)?, Arc::new(properties(columns)?))?;
    let mut group = writer.next_row_group()?;
    let mut index = 0;
    while let Some(mut column) = group.next_column()? {
        cells.write(index, &mut column)?;
        column.close()?;
        index += 1;
    }
    group.close()?;
    writer.close()?;
    Ok((hashed.hash.finalize().to_vec(), hashed.size))
}

/// Returns the columns as Parquet names them.
fn schema(columns: &[TypedColumn]) -> Result<TypePtr> {
    let column = |column: &TypedColumn| -> Result<TypePtr> {
        let field =
            |physical| Type::primitive_type_builder(column.name, physical).with_repetition(Repetition::OPTIONAL);
        let field = match column.of {
            ColumnType::Text => field(Physical::BYTE_ARRAY)
                .with_logical_type(Some(LogicalType::String))
                .with_converted_type(ConvertedType::UTF8),
            ColumnType::Whole => field(Physical::INT64),
            ColumnType::Bool => field(Physical::BOOLEAN),
            ColumnType::Time => {
                field(Physical::INT64).with_logical_type(Some(LogicalType::timestamp(false, TimeUnit::MICROS)))
            }
        };
        Ok(Arc::new(field.build()?))
    };
    let fields = columns.iter().map(column).collect::<Result<Vec<_>>>()?;
    Ok(Arc::new(Type::group_type_builder("row").with_fields(fields).build()?))
}

fn properties(columns: &[TypedColumn]) -> Result<WriterProperties> {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(LEVEL)?))
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_max_row_group_row_count(None);
    for column in columns {
        if column.of == ColumnType::Time {
            let path = ColumnPath::from(column.name);
            properties = properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
        }
    }
    Ok(properties.build())
}

/// Hashes what is written to a file.
struct Hashed<'f> {
    file: &'f mut File,
    hash: Sha256,
    size: u64,
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.size += u64::try_from(written).unwrap_or_default();
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
