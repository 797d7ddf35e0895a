//! The actions of a Delta log, as far as this program writes and reads them. A file of the log has one in each line.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::model::columnar::{ColumnType, TypedColumn};

/// What a reader has to know, besides the first version of Delta: times without a zone.
const TIMES: &str = "timestampNtz";

/// What a reader has to know once there are checkpoints, which are in JSON. Some readers do not, so tables begin without.
const CHECKPOINTS: &str = "v2Checkpoint";

/// The columns of partitions.
pub(super) const PARTITIONS: [&str; 2] = ["shop", "month"];

/// The setting of a table that has the version of the words.
pub(super) const WORDS: &str = "shopkit.words_version";

/// A line of a file of the log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Action {
    CheckpointMetadata(CheckpointMetadata),
    CommitInfo(Json),
    Protocol(Protocol),
    MetaData(MetaData),
    Txn(Txn),
    Add(Add),
    Remove(Remove),
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CheckpointMetadata {
    pub version: u64,
}

/// What a program must know to read or write the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Protocol {
    pub min_reader_version: u32,
    pub min_writer_version: u32,
    #[serde(default)]
    pub reader_features: Vec<String>,
    #[serde(default)]
    pub writer_features: Vec<String>,
}

impl Protocol {
    /// Returns that of a new table.
    pub(super) fn new() -> Self {
        Self::of(&[TIMES])
    }

    /// Returns that of a table with checkpoints.
    pub(super) fn with_checkpoints() -> Self {
        Self::of(&[TIMES, CHECKPOINTS])
    }

    fn of(features: &[&str]) -> Self {
        let features: Vec<String> = features.iter().map(|feature| (*feature).to_owned()).collect();
        Self {
            min_reader_version: 3,
            min_writer_version: 7,
            reader_features: features.clone(),
            writer_features: features,
        }
    }

    /// Tells whether the table may have checkpoints.
    pub(super) fn has_checkpoints(&self) -> bool {
        self.reader_features.iter().any(|feature| feature == CHECKPOINTS)
    }

    /// Tells whether this program knows all that a reader has to know.
    pub(super) fn is_known(&self) -> bool {
        let is_known = |feature: &String| [TIMES, CHECKPOINTS].contains(&feature.as_str());
        self.min_reader_version <= 3 && self.reader_features.iter().all(is_known)
    }
}

/// What the table is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MetaData {
    pub id: String,
    pub format: Json,
    pub schema_string: String,
    pub partition_columns: Vec<String>,
    pub configuration: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_time: Option<i64>,
}

impl MetaData {
    /// Returns that of a new table.
    pub(super) fn new(id: String, columns: &[TypedColumn], words: &str, now: i64) -> Self {
        Self {
            id,
            format: json!({"provider": "parquet", "options": {}}),
            schema_string: schema(columns),
            partition_columns: PARTITIONS.map(str::to_owned).to_vec(),
            configuration: BTreeMap::from([(WORDS.to_owned(), words.to_owned())]),
            created_time: Some(now),
        }
    }
}

/// Says which state of a shop a version has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Txn {
    pub app_id: String,
    pub version: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_updated: Option<i64>,
}

/// A data file that a version has from then on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Add {
    /// The address of the file below the table.
    pub path: String,
    pub partition_values: BTreeMap<String, Option<String>>,
    pub size: u64,
    pub modification_time: i64,
    pub data_change: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stats: Option<String>,
}

/// A data file that a version has no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Remove {
    pub path: String,
    pub deletion_timestamp: i64,
    pub data_change: bool,
}

/// Writes the columns as Delta wants them: the JSON of a type of Spark.
pub(super) fn schema(columns: &[TypedColumn]) -> String {
    let field = |name: &str, of: &str| json!({"name": name, "type": of, "nullable": true, "metadata": {}});
    let own = columns.iter().map(|column| {
        field(
            column.name,
            match column.of {
                ColumnType::Text => "string",
                ColumnType::Whole => "long",
                ColumnType::Bool => "boolean",
                ColumnType::Time => "timestamp_ntz",
            },
        )
    });
    let fields: Vec<Json> = PARTITIONS.iter().map(|name| field(name, "string")).chain(own).collect();
    json!({"type": "struct", "fields": fields}).to_string()
}
